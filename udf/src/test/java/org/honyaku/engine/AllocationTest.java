package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.GenerationResult.Refusal;
import org.honyaku.engine.GenerationResult.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps for which the memory does not suffice. The stand-in model's output shows every wrong row of the cache. */
class AllocationTest {

    private static final int HEAD = 20;
    private static final String CUDA = "CUDA out of memory. Tried to allocate 20.00 MiB";

    @Test
    void aFailureAtAnyOfTheFirstFiftyStepsChangesNoRow() {
        for (int failing = 1; failing <= 50; failing++) {
            int step = failing;
            var steps = new AtomicInteger();
            allRowsAreRight(plan -> {
                if (steps.incrementAndGet() == step) {
                    throw new IllegalStateException(CUDA);
                }
            });
            assertThat(steps.get()).isGreaterThan(step);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 17, 100})
    void stepsAreComputedInPartsThatFit(int mostTokens) {
        var largest = new AtomicInteger();
        allRowsAreRight(plan -> {
            if (plan.tokens() > mostTokens) {
                throw new IllegalStateException("[enforce fail] DefaultCPUAllocator: not enough memory");
            }
            largest.accumulateAndGet(plan.tokens(), Math::max);
        });
        assertThat(largest.get()).isBetween((mostTokens + 1) / 2, mostTokens);
    }

    @Test
    void aRowThatDoesNotFitAloneIsRefusedAndTheOthersAreRight() {
        int most = 100;
        List<GenerationRequest> requests = Requests.ragged(60, 0, 3);
        try (GenerationEngine engine = engine(plan -> {
            if (plan.chunks().stream().anyMatch(chunk -> chunk.kvTokens() > most)) {
                throw new IllegalStateException(CUDA);
            }
        })) {
            List<CompletableFuture<GenerationResult>> futures =
                    requests.stream().map(engine::submit).toList();
            for (int i = 0; i < requests.size(); i++) {
                GenerationRequest request = requests.get(i);
                TokenIds expected = StandInModel.expected(request);
                boolean fits = request.promptIds().size() + expected.size() - 1 <= most;
                if (fits) {
                    assertThat(((Completed) futures.get(i).join()).outputIds()).isEqualTo(expected);
                } else {
                    assertThat(((Refused) futures.get(i).join()).reason()).isEqualTo(Refusal.OUT_OF_MEMORY);
                }
            }
        }
    }

    @Test
    void anotherFailureEndsTheEngine() {
        try (GenerationEngine engine = engine(plan -> {
            throw new IllegalStateException("an illegal memory access was encountered");
        })) {
            CompletableFuture<GenerationResult> future = engine.submit(Requests.prompt(1, 2, 3));
            assertThatThrownBy(future::join)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("illegal memory access");
        }
    }

    private static void allRowsAreRight(Consumer<StepPlan> memory) {
        List<GenerationRequest> requests = Requests.ragged(40, HEAD, 7);
        try (GenerationEngine engine = engine(memory)) {
            List<CompletableFuture<GenerationResult>> futures =
                    requests.stream().map(engine::submit).toList();
            for (int i = 0; i < requests.size(); i++) {
                Completed completed = (Completed) futures.get(i).join();
                assertThat(completed.outputIds()).isEqualTo(StandInModel.expected(requests.get(i)));
            }
        }
    }

    private static GenerationEngine engine(Consumer<StepPlan> memory) {
        var layout = new KvLayout(8 + EngineSettings.HEAD_SLOTS, 64);
        return GenerationEngine.start(new StandInModel(layout, memory), EngineSettings.forCache(layout, 0, 0L));
    }
}
