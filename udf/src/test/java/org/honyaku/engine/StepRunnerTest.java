package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.StepPlan.KvCopy;
import org.junit.jupiter.api.Test;

/** Single steps for which the memory does not suffice. */
class StepRunnerTest {

    private static final KvLayout LAYOUT = new KvLayout(10, 128);

    /** Of every call of the model, whether it succeeded or not. */
    private final List<Integer> tokensOfCalls = new ArrayList<>();

    @Test
    void oneLongPromptDoesNotCutTheStepsAfterIt() {
        StepRunner runner = runner(plan -> plan.tokens() > 40);

        assertThat(runner.run(step(List.of(), decodes(7), prompt(8, 100))).lost())
                .isEmpty();
        assertThat(tokensOfCalls).containsExactly(107, 54, 27, 27, 27, 26);

        tokensOfCalls.clear();
        runner.run(step(List.of(), decodes(7)));
        assertThat(tokensOfCalls).containsExactly(7);
    }

    @Test
    void whoeverDoesNotFitAloneLeavesAndTheNextStepsAreAsLargeAsBefore() {
        StepRunner runner = runner(plan -> plan.chunks().stream().anyMatch(chunk -> chunk.kvStart() == 2 * 128));

        StepRunner.Result result = runner.run(step(List.of(), decodes(7)));
        assertThat(result.lost()).extracting(Chunk::kvStart).containsExactly(2 * 128);
        assertThat(result.outcome().tokens().size()).isEqualTo(6);

        tokensOfCalls.clear();
        runner.run(step(List.of(), decodes(2)));
        assertThat(tokensOfCalls).containsExactly(2);
    }

    @Test
    void theRestOfALostPromptIsNotComputed() {
        StepRunner runner = runner(plan -> plan.chunks().get(0).kvStart() == 3 * 128 || plan.tokens() > 2);

        StepRunner.Result result = runner.run(step(List.of(), prompt(3, 5), prompt(4, 5)));

        assertThat(result.lost()).extracting(Chunk::kvStart).containsExactly(3 * 128);
        assertThat(result.outcome().tokens().size()).isEqualTo(1);
    }

    /** The lost one is the first of the step, with which everything is copied. */
    @Test
    void whatIsCopiedForOthersIsCopiedThoughTheFirstOneIsLost() {
        List<KvCopy> copies = List.of(new KvCopy(9 * 128, 0, 4), new KvCopy(9 * 128, 128, 4));
        List<KvCopy> copied = new ArrayList<>();
        StepRunner runner = new StepRunner(new StandInModel(LAYOUT, plan -> {
            fail(plan.chunks().get(0).kvStart() == 0);
            copied.addAll(plan.copies());
        }));

        runner.run(step(copies, decodes(2)));

        assertThat(copied).containsExactly(new KvCopy(9 * 128, 128, 4));
    }

    @Test
    void whatIsCopiedForOthersIsCopiedThoughAWholePromptIsLost() {
        KvCopy head = new KvCopy(9 * 128, 128, 4);
        List<KvCopy> copied = new ArrayList<>();
        StepRunner runner = new StepRunner(new StandInModel(LAYOUT, plan -> {
            fail(plan.chunks().get(0).kvStart() == 0);
            copied.addAll(plan.copies());
        }));

        runner.run(step(List.of(new KvCopy(9 * 128, 0, 4), head), prompt(0, 4), prompt(1, 4)));

        assertThat(copied).containsExactly(head);
    }

    /** Somebody else may have given memory back. */
    @Test
    void aRowIsTriedAloneTwice() {
        List<Integer> failures = new ArrayList<>(List.of(8, 4, 2, 1));
        StepRunner runner = runner(plan -> failures.remove((Integer) plan.tokens()));

        assertThat(runner.run(step(List.of(), decodes(8))).lost()).isEmpty();
    }

    private StepRunner runner(Predicate<StepPlan> tooMuch) {
        return new StepRunner(new StandInModel(LAYOUT, plan -> {
            tokensOfCalls.add(plan.tokens());
            fail(tooMuch.test(plan));
        }));
    }

    private static void fail(boolean tooMuch) {
        if (tooMuch) {
            throw new IllegalStateException("CUDA out of memory. Tried to allocate 20.00 MiB");
        }
    }

    private static StepPlan step(List<KvCopy> copies, Chunk... chunks) {
        var runs = new DecodeRuns(LAYOUT);
        List<Chunk> all = List.of(chunks);
        all.stream().filter(chunk -> chunk.firstPosition() > 0).forEach(runs::add);
        return new StepPlan(copies, all, runs.close());
    }

    private static StepPlan step(List<KvCopy> copies, Chunk[] decodes, Chunk prompt) {
        List<Chunk> all = new ArrayList<>(List.of(decodes));
        all.add(prompt);
        return step(copies, all.toArray(Chunk[]::new));
    }

    /** One of each of the first slots. */
    private static Chunk[] decodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(slot -> new Chunk(slot * 128, 10, TokenIds.of(slot), 0, draw()))
                .toArray(Chunk[]::new);
    }

    private static Chunk prompt(int slot, int tokens) {
        return new Chunk(slot * 128, 0, TokenIds.of(new int[tokens]), 0, draw());
    }

    private static Draw draw() {
        return new Draw(Sampling.GREEDY, TokenIds.of(), TokenIds.of(), 0);
    }
}
