package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.honyaku.engine.StepPlan.DecodeRun;
import org.honyaku.engine.StepPlan.KvCopy;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final int SLOT_TOKENS = 64;

    private AdmissionQueue queue = new AdmissionQueue(1, 1);
    private LaneSlots slots = LaneSlots.divide(new KvLayout(1, SLOT_TOKENS), 1).get(0);

    @Test
    void promptsAreCutToTheTokenBudgetAndOnlyTheLastChunkDraws() {
        Scheduler scheduler = scheduler(2, 10);
        queue.add(sequence(25, 4));
        assertThat(chunkSizes(step(scheduler))).containsExactly(10);
        assertThat(chunkSizes(step(scheduler))).containsExactly(10);
        StepPlan last = step(scheduler);
        assertThat(chunkSizes(last)).containsExactly(5);
        assertThat(last.chunks().get(0).draw()).isNotNull();
        assertThat(last.chunks().get(0).firstPosition()).isEqualTo(20);
    }

    @Test
    void decodingGoesOnWhilePromptsAreComputed() {
        Scheduler scheduler = scheduler(2, 10);
        queue.add(sequence(3, 20));
        step(scheduler);
        queue.add(sequence(15, 4));
        StepPlan mixed = step(scheduler);
        assertThat(mixed.decodeChunks()).isEqualTo(1);
        assertThat(chunkSizes(mixed)).containsExactly(1, 9);
        assertThat(mixed.tokens()).isEqualTo(10);
    }

    @Test
    void aFreedSlotIsRefilledInTheNextStep() {
        Scheduler scheduler = scheduler(1, 10);
        Sequence first = sequence(3, 1);
        queue.add(first);
        queue.add(sequence(2, 1));
        step(scheduler);
        assertThat(first.isFinished()).isTrue();
        assertThat(chunkSizes(step(scheduler))).containsExactly(2);
        assertThat(scheduler.isIdle() && queue.isEmpty()).isTrue();
    }

    @Test
    void theLongestOfTheWindowGoesFirstAndNobodyIsOvertakenByMoreThanAWindow() {
        Scheduler scheduler = scheduler(new EngineSettings(1, 100, 3, 0), new KvLayout(1, SLOT_TOKENS), length -> 0);
        for (int length : new int[] {1, 5, 3, 9, 8, 7}) {
            queue.add(sequence(length, 1));
        }
        List<Integer> order = new ArrayList<>();
        while (!queue.isEmpty() || !scheduler.isIdle()) {
            order.addAll(chunkSizes(step(scheduler)));
        }
        assertThat(order).containsExactly(5, 3, 1, 9, 8, 7);
    }

    @Test
    void aSharedHeadIsComputedOnceAndCopied() {
        Scheduler scheduler = scheduler(new EngineSettings(4, 100, 8, 0), new KvLayout(5, SLOT_TOKENS), length -> 0);
        queue.add(shared(10, 30, 3));
        queue.add(shared(10, 20, 3));
        StepPlan head = step(scheduler);
        assertThat(chunkSizes(head)).containsExactly(10);
        assertThat(head.chunks().get(0).draw()).isNull();
        int headRow = 4 * SLOT_TOKENS;
        assertThat(head.chunks().get(0).kvStart()).isEqualTo(headRow);
        StepPlan rows = step(scheduler);
        assertThat(rows.copies()).containsExactly(new KvCopy(headRow, 0, 10), new KvCopy(headRow, SLOT_TOKENS, 10));
        assertThat(chunkSizes(rows)).containsExactly(20, 10);
    }

    @Test
    void aHeadIsNotSharedAcrossRopeBands() {
        Scheduler scheduler = scheduler(
                new EngineSettings(4, 100, 8, 0), new KvLayout(6, SLOT_TOKENS), length -> length > 25 ? 1 : 0);
        queue.add(shared(10, 30, 20));
        queue.add(shared(10, 20, 3));
        List<KvCopy> copies = new ArrayList<>();
        while (!queue.isEmpty() || !scheduler.isIdle()) {
            copies.addAll(step(scheduler).copies());
        }
        assertThat(copies).extracting(KvCopy::fromRow).containsExactly(4 * SLOT_TOKENS, 5 * SLOT_TOKENS);
    }

    @Test
    void aPromptThatIsAllHeadStillComputesItsLastToken() {
        Scheduler scheduler = scheduler(new EngineSettings(2, 100, 8, 0), new KvLayout(3, SLOT_TOKENS), length -> 0);
        queue.add(shared(10, 10, 3));
        assertThat(chunkSizes(step(scheduler))).containsExactly(9);
        StepPlan plan = step(scheduler);
        assertThat(plan.copies()).extracting(KvCopy::tokens).containsExactly(9);
        assertThat(chunkSizes(plan)).containsExactly(1);
    }

    @Test
    void aHeadWithoutASlotOfItsOwnIsComputedInEveryRow() {
        Scheduler scheduler = scheduler(2, 100);
        queue.add(shared(10, 30, 3));
        assertThat(chunkSizes(step(scheduler))).containsExactly(30);
    }

    @Test
    void aNewHeadTakesTheSlotOfTheLeastRecentlyUsed() {
        Scheduler scheduler = scheduler(new EngineSettings(1, 100, 8, 0), new KvLayout(2, SLOT_TOKENS), length -> 0);
        for (int first : new int[] {1, 2, 1}) {
            int[] ids = new int[12];
            ids[0] = first;
            queue.add(new Sequence(
                    Requests.withShared(GenerationRequest.greedy(TokenIds.of(ids), 1, Requests.NO_EOS), 10)));
            assertThat(chunkSizes(step(scheduler))).containsExactly(10);
            assertThat(step(scheduler).copies()).hasSize(1);
        }
    }

    @Test
    void aSequenceLongerThanASlotTakesAdjacentSlots() {
        Scheduler scheduler = scheduler(4, 500);
        queue.add(sequence(100, 20));
        queue.add(sequence(30, 20));
        queue.add(sequence(20, 20));
        step(scheduler);
        assertThat(step(scheduler).decodeRuns())
                .containsExactly(
                        new DecodeRun(0, 2 * SLOT_TOKENS, 2, 101), new DecodeRun(3 * SLOT_TOKENS, SLOT_TOKENS, 1, 21));
    }

    /** In the step that copies it nobody may write to where it was. */
    @Test
    void aSequenceOfSeveralSlotsMovesAsWellAndLeavesItsSlotsAfterTheStep() {
        Scheduler scheduler = scheduler(4, 500);
        queue.add(sequence(120, 1));
        queue.add(sequence(100, 20));
        step(scheduler);
        assertThat(step(scheduler).copies()).containsExactly(new KvCopy(2 * SLOT_TOKENS, 0, 100));
        assertThat(slots.acquire(2)).isEqualTo(-1);
        step(scheduler);
        assertThat(slots.acquire(2)).isEqualTo(2);
    }

    @Test
    void aHeadThatTheStepCopiesIsNotOverwrittenInIt() {
        Scheduler scheduler = scheduler(new EngineSettings(4, 500, 8, 0), new KvLayout(5, SLOT_TOKENS), length -> 0);
        queue.add(shared(10, 20, 1));
        step(scheduler);
        step(scheduler);
        queue.add(shared(10, 20, 1));
        int[] other = new int[20];
        other[0] = 7;
        queue.add(new Sequence(
                Requests.withShared(GenerationRequest.greedy(TokenIds.of(other), 1, Requests.NO_EOS), 10)));
        StepPlan plan = step(scheduler);
        assertThat(plan.copies()).containsExactly(new KvCopy(4 * SLOT_TOKENS, 0, 10));
        assertThat(plan.chunks()).extracting(StepPlan.Chunk::kvStart).doesNotContain(4 * SLOT_TOKENS);
    }

    @Test
    void whereNobodyWaitsTheLastSequencesMoveIntoHoles() {
        Scheduler scheduler = scheduler(4, 500);
        queue.add(sequence(60, 1));
        queue.add(sequence(50, 1));
        queue.add(sequence(30, 20));
        queue.add(sequence(30, 20));
        step(scheduler);
        StepPlan plan = step(scheduler);
        assertThat(plan.copies())
                .containsExactly(new KvCopy(3 * SLOT_TOKENS, 0, 30), new KvCopy(2 * SLOT_TOKENS, SLOT_TOKENS, 30));
        assertThat(plan.decodeRuns()).containsExactly(new DecodeRun(0, SLOT_TOKENS, 2, 31));
        assertThat(step(scheduler).copies()).isEmpty();
    }

    @Test
    void theModelMustAnswerEveryDraw() {
        Scheduler scheduler = scheduler(1, 10);
        queue.add(sequence(3, 5));
        scheduler.next();
        assertThatThrownBy(() -> scheduler.accept(new StepOutcome(TokenIds.of(), Logprobs.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 draws");
    }

    /** No slots for heads: all belong to sequences. */
    private Scheduler scheduler(int slots, int maxStepTokens) {
        return scheduler(new EngineSettings(slots, maxStepTokens, 8, 0), new KvLayout(slots, SLOT_TOKENS), length -> 0);
    }

    private Scheduler scheduler(EngineSettings settings, KvLayout layout, IntUnaryOperator ropeBand) {
        queue = new AdmissionQueue(1, settings.admissionWindow());
        slots = LaneSlots.divide(layout, settings.maxSequences()).get(0);
        return new Scheduler(settings, layout, ropeBand, queue, slots);
    }

    private static Sequence sequence(int promptTokens, int newTokens) {
        return new Sequence(GenerationRequest.greedy(TokenIds.of(new int[promptTokens]), newTokens, Requests.NO_EOS));
    }

    private static Sequence shared(int head, int promptTokens, int newTokens) {
        return new Sequence(
                Requests.withShared(sequence(promptTokens, newTokens).request(), head));
    }

    /** Plans a step and answers each draw with token 5. */
    private static StepPlan step(Scheduler scheduler) {
        StepPlan plan = Objects.requireNonNull(scheduler.next());
        int draws = (int)
                plan.chunks().stream().filter(chunk -> chunk.draw() != null).count();
        int[] tokens = new int[draws];
        Arrays.fill(tokens, 5);
        scheduler.accept(new StepOutcome(TokenIds.of(tokens), Logprobs.of(new float[draws])));
        return plan;
    }

    private static List<Integer> chunkSizes(StepPlan plan) {
        return plan.chunks().stream().map(chunk -> chunk.tokens().size()).toList();
    }
}
