package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.GenerationResult.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class GenerationEngineTest {

    private static final int HEAD = 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 64})
    void aRowDoesNotDependOnItsNeighbours(int slots) {
        List<GenerationRequest> requests = Requests.ragged(500, HEAD, 1);
        Collections.shuffle(requests, new Random(slots));
        try (GenerationEngine engine = engine(slots)) {
            List<CompletableFuture<GenerationResult>> futures =
                    requests.stream().map(engine::submit).toList();
            for (int i = 0; i < requests.size(); i++) {
                Completed completed = (Completed) futures.get(i).join();
                assertThat(completed.outputIds()).isEqualTo(StandInModel.expected(requests.get(i)));
                assertThat(completed.promptTokens())
                        .isEqualTo(requests.get(i).promptIds().size());
                assertThat(completed.logprobs().size())
                        .isEqualTo(completed.outputIds().size());
            }
            long promptTokens = requests.stream()
                    .mapToLong(request -> request.promptIds().size())
                    .sum();
            assertThat(engine.stats().prefillTokens()).as("heads are shared").isLessThan(promptTokens);
        }
    }

    @Test
    void aStopRuleEndsAnOutputWithTheTokenThatMeetsIt() {
        GenerationRequest free = Requests.prompt(1, 2, 3);
        TokenIds all = StandInModel.expected(free);
        GenerationRequest stopped = free.stoppingAt(output -> output.size() == 3);
        try (GenerationEngine engine = engine(2)) {
            Completed completed = (Completed) engine.submit(stopped).join();
            assertThat(completed.outputIds()).isEqualTo(all.slice(0, 3));
            assertThat(completed.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(((Completed) engine.submit(free).join()).finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void theEndOfSequenceWinsOverAStopRuleAndThatOverTheLimit() {
        GenerationRequest free = Requests.prompt(1, 2, 3);
        TokenIds last = TokenIds.of(StandInModel.expected(free).get(7));
        try (GenerationEngine engine = engine(2)) {
            assertThat(finishReason(engine, free, last)).isEqualTo(FinishReason.EOS);
            assertThat(finishReason(engine, free, Requests.NO_EOS)).isEqualTo(FinishReason.STOP);
        }
    }

    private static FinishReason finishReason(GenerationEngine engine, GenerationRequest request, TokenIds eosIds) {
        var both = new GenerationRequest(request.promptIds(), 0, 8, 8, eosIds, Sampling.GREEDY, 0L);
        return ((Completed) engine.submit(both.stoppingAt(output -> output.size() == 8))
                        .join())
                .finishReason();
    }

    @Test
    void aHundredThousandRequestsComeBackOnceEachInFlatMemory() throws InterruptedException {
        int count = 100_000;
        GenerationRequest request = Requests.prompt(1, 2, 3);
        TokenIds expected = StandInModel.expected(request);
        BlockingQueue<CompletableFuture<GenerationResult>> inFlight = new ArrayBlockingQueue<>(256);
        try (GenerationEngine engine = engine(64)) {
            long usedAtStart = 0;
            for (int i = 0; i < count; i++) {
                if (inFlight.remainingCapacity() == 0) {
                    assertThat(outputOf(inFlight.take())).isEqualTo(expected);
                }
                inFlight.add(engine.submit(request));
                usedAtStart = i == count / 10 ? usedHeap() : usedAtStart;
            }
            for (CompletableFuture<GenerationResult> future : inFlight) {
                assertThat(outputOf(future)).isEqualTo(expected);
            }
            assertThat(engine.stats().outputTokens()).isEqualTo((long) count * expected.size());
            assertThat(usedHeap() - usedAtStart).isLessThan(8L << 20);
        }
    }

    @Test
    void manyThreadsShareOneEngine() throws InterruptedException {
        List<GenerationRequest> requests = Requests.ragged(400, HEAD, 2);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        try (GenerationEngine engine = engine(8)) {
            List<Thread> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                List<GenerationRequest> own = requests.subList(task * 50, (task + 1) * 50);
                Thread thread = new Thread(() -> own.forEach(request ->
                        assertThat(outputOf(engine.submit(request))).isEqualTo(StandInModel.expected(request))));
                thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
                thread.start();
                tasks.add(thread);
            }
            for (Thread task : tasks) {
                task.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void norDoesItDependOnTheLanes(int lanes) {
        List<GenerationRequest> requests = Requests.ragged(500, HEAD, 3);
        var model = new StandInModel(new KvLayout(24 + 2 * lanes, 128).withLanes(lanes), plan -> {});
        try (GenerationEngine engine = GenerationEngine.start(model, settings(24))) {
            List<CompletableFuture<GenerationResult>> futures =
                    requests.stream().map(engine::submit).toList();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(outputOf(futures.get(i))).isEqualTo(StandInModel.expected(requests.get(i)));
            }
        }
    }

    /** Each lane waits in its first step for the other's. */
    @Test
    void fewRequestsAreSpreadOverAllLanes() throws InterruptedException {
        var both = new CountDownLatch(2);
        Set<Thread> lanes = ConcurrentHashMap.newKeySet();
        var model = new StandInModel(new KvLayout(12, 128).withLanes(2), plan -> {
            if (lanes.add(Thread.currentThread())) {
                both.countDown();
            }
            awaitQuietly(both);
        });
        try (GenerationEngine engine = GenerationEngine.start(model, settings(8))) {
            var first = engine.submit(Requests.prompt(1));
            var second = engine.submit(Requests.prompt(2));
            assertThat(outputOf(first)).isEqualTo(StandInModel.expected(Requests.prompt(1)));
            assertThat(outputOf(second)).isEqualTo(StandInModel.expected(Requests.prompt(2)));
        }
        assertThat(lanes).hasSize(2);
    }

    @Test
    void aRequestThatIsTooLongForALaneTakesSlotsOfTheOthers() {
        GenerationRequest large = GenerationRequest.greedy(TokenIds.of(1, 2, 3), 350, Requests.NO_EOS);
        var model = new StandInModel(new KvLayout(8, 64).withLanes(2), plan -> {});
        try (GenerationEngine engine = GenerationEngine.start(model, settings(6))) {
            List<CompletableFuture<GenerationResult>> before =
                    Requests.ragged(50, 0, 4).stream().map(engine::submit).toList();
            var wide = engine.submit(large);
            var after = engine.submit(Requests.prompt(5));
            assertThat(before)
                    .allSatisfy(future -> assertThat(outputOf(future).isEmpty()).isFalse());
            assertThat(outputOf(wide)).isEqualTo(StandInModel.expected(large));
            assertThat(outputOf(after)).isEqualTo(StandInModel.expected(Requests.prompt(5)));
        }
    }

    @Test
    void aFailureInOneLaneEndsAll() throws InterruptedException {
        var failing = new CountDownLatch(2);
        var model = new StandInModel(new KvLayout(12, 128).withLanes(2), plan -> {
            failing.countDown();
            if (failing.getCount() == 0) {
                throw new IllegalStateException("the device fell off");
            }
        });
        try (GenerationEngine engine = GenerationEngine.start(model, settings(8))) {
            List<CompletableFuture<GenerationResult>> futures =
                    Requests.ragged(40, 0, 5).stream().map(engine::submit).toList();
            assertThat(futures)
                    .allSatisfy(future -> assertThatThrownBy(future::join).hasRootCauseMessage("the device fell off"));
            assertThat(model.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPromptThatCanNeverFitIsRefusedAndTheOthersGoOn() {
        try (GenerationEngine engine = engine(2)) {
            var tooLongForTheCache = engine.submit(Requests.prompt(new int[300]));
            var tooLongForTheModel = engine.submit(
                    GenerationRequest.greedy(TokenIds.of(1), StandInModel.MAX_POSITIONS, Requests.NO_EOS));
            var unknownToken = engine.submit(Requests.prompt(1, StandInModel.VOCABULARY));
            var negativeToken = engine.submit(Requests.prompt(-1));
            var fine = engine.submit(Requests.prompt(1, 2));
            assertThat(refusal(tooLongForTheCache).reason()).isEqualTo(GenerationResult.Refusal.TOO_LONG);
            assertThat(refusal(tooLongForTheCache).message()).contains("300", "308", "KV cache of 256 tokens");
            assertThat(refusal(tooLongForTheModel).message()).contains("context of 4096 tokens");
            assertThat(refusal(unknownToken).message()).contains("1000");
            assertThat(refusal(negativeToken).reason()).isEqualTo(GenerationResult.Refusal.UNKNOWN_TOKEN);
            assertThat(outputOf(fine).size()).isEqualTo(8);
        }
    }

    @Test
    void aFailingModelFailsEveryRequestWithTheReasonAndIsClosed() throws InterruptedException {
        StandInModel model = new StandInModel(new KvLayout(3, 128), plan -> {
            throw new IllegalStateException("the device fell off");
        });
        try (GenerationEngine engine = GenerationEngine.start(model, settings(2))) {
            List<CompletableFuture<GenerationResult>> futures = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                futures.add(engine.submit(Requests.prompt(1, 2)));
            }
            for (CompletableFuture<GenerationResult> future : futures) {
                assertThatThrownBy(future::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("the device fell off");
            }
            assertThat(model.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> engine.submit(Requests.prompt(1)).join())
                    .hasRootCauseMessage("the device fell off");
        }
    }

    @Test
    void aWitnessHearsWhoIsComputedBeforeEveryStepAndWhenNobodyIs() throws InterruptedException {
        var computed = new AtomicReference<List<Long>>(List.of());
        Set<Long> all = ConcurrentHashMap.newKeySet();
        var idle = new CountDownLatch(1);
        var witness = new StepWitness() {
            @Override
            public void computes(List<Long> rows) {
                computed.set(rows);
                all.addAll(rows);
                if (rows.isEmpty()) {
                    idle.countDown();
                }
            }
        };
        var model = new StandInModel(
                new KvLayout(4 + EngineSettings.HEAD_SLOTS, 64),
                plan -> assertThat(computed.get()).hasSameSizeAs(plan.chunks()).doesNotHaveDuplicates());
        try (var engine = GenerationEngine.start(model, settings(4), witness)) {
            List<CompletableFuture<GenerationResult>> results = LongStream.range(0, 10)
                    .mapToObj(row -> new GenerationRequest(
                            TokenIds.of(1, 2), 0, 3 + (int) row, 0, Requests.NO_EOS, Sampling.GREEDY, row))
                    .map(engine::submit)
                    .toList();
            results.forEach(result -> assertThat(outputOf(result).isEmpty()).isFalse());
            assertThat(idle.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(all).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void aWitnessHearsOfAFailureBeforeAnybodyElse() {
        var heard = new AtomicReference<Throwable>();
        var witness = new StepWitness() {
            @Override
            public void failed(Throwable failure) {
                heard.set(failure);
            }
        };
        var model = new StandInModel(new KvLayout(4, 128), plan -> {
            throw new IllegalStateException("the device went away");
        });
        try (var engine = GenerationEngine.start(model, settings(2), witness)) {
            assertThatThrownBy(engine.submit(Requests.prompt(1))::join).hasMessageContaining("the device went away");
            assertThat(heard.get()).hasMessage("the device went away");
        }
    }

    @Test
    void closingEndsEveryRequestAndClosesTheModel() throws InterruptedException {
        CountDownLatch stepping = new CountDownLatch(1);
        StandInModel model = new StandInModel(new KvLayout(3, 4096), plan -> stepping.countDown());
        GenerationEngine engine = GenerationEngine.start(model, settings(2));
        var endless = engine.submit(GenerationRequest.greedy(TokenIds.of(1), 4000, Requests.NO_EOS));
        var waiting = engine.submit(GenerationRequest.greedy(TokenIds.of(1), 4000, Requests.NO_EOS));
        stepping.await();
        engine.close();
        assertThat(model.closed.getCount()).isZero();
        assertThatThrownBy(endless::join).hasMessageContaining("the engine was closed");
        assertThatThrownBy(waiting::join).hasMessageContaining("the engine was closed");
        assertThatThrownBy(() -> engine.submit(Requests.prompt(1)).join()).hasMessageContaining("closed");
    }

    @Test
    void aCancelledRequestFreesItsSlot() throws InterruptedException {
        CountDownLatch stepping = new CountDownLatch(1);
        StandInModel model = new StandInModel(new KvLayout(2, 4096), plan -> stepping.countDown());
        try (GenerationEngine engine = GenerationEngine.start(model, settings(1))) {
            var running = engine.submit(GenerationRequest.greedy(TokenIds.of(1), 4000, Requests.NO_EOS));
            var waiting = engine.submit(GenerationRequest.greedy(TokenIds.of(2), 3999, Requests.NO_EOS));
            var last = engine.submit(Requests.prompt(3));
            stepping.await();
            running.cancel(false);
            waiting.cancel(false);
            assertThat(outputOf(last)).isEqualTo(StandInModel.expected(Requests.prompt(3)));
            assertThat(engine.stats().outputTokens()).isLessThan(7000);
        }
    }

    @Test
    void moreSequencesThanSlotsAreRefusedAtTheStart() {
        StandInModel model = StandInModel.withSlots(2, 16);
        assertThatThrownBy(() -> GenerationEngine.start(model, settings(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 sequences");
    }

    @Test
    void aStepTooShortForTheSequencesOfALaneIsRefusedAtTheStart() {
        var model = new StandInModel(new KvLayout(12, 16).withLanes(2), plan -> {});
        assertThatThrownBy(() -> GenerationEngine.start(model, new EngineSettings(8, 3, 8, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a step of 3 tokens is too short for 4 sequences");
        GenerationEngine.start(model, new EngineSettings(8, 4, 8, 0)).close();
    }

    /** Slots of 128 tokens for the sequences and two more for shared heads. */
    private static GenerationEngine engine(int slots) {
        return GenerationEngine.start(StandInModel.withSlots(slots + 2, slots == 1 ? 512 : 128), settings(slots));
    }

    private static EngineSettings settings(int slots) {
        return new EngineSettings(slots, Math.max(slots, 48), 32, 0);
    }

    private static TokenIds outputOf(CompletableFuture<GenerationResult> future) {
        return ((Completed) future.join()).outputIds();
    }

    private static Refused refusal(CompletableFuture<GenerationResult> future) {
        return (Refused) future.join();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
