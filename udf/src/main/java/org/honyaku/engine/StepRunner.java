package org.honyaku.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.honyaku.engine.StepPlan.Chunk;

/**
 * Has a model execute steps, each in one call while memory lasts. Where it does not, a step is halved until its parts fit, and the next
 * steps begin with parts of that size; after a while larger ones are tried again.
 *
 * <p>A part that failed can be computed again: it writes the same keys and values to the same rows of the cache, and reads none that a
 * later part writes.
 *
 * <p>Used by the thread of one lane.
 */
final class StepRunner {

    /** After so many steps without a failure parts may be twice as large. */
    private static final int CALM_STEPS = 256;

    private final LanguageModel model;
    private int mostChunks = Integer.MAX_VALUE;
    private int calm;

    StepRunner(LanguageModel model) {
        this.model = model;
    }

    /**
     * What came of a step.
     *
     * @param outcome of all chunks but the lost ones
     * @param lost chunks for which the memory does not suffice even alone
     */
    record Result(StepOutcome outcome, List<Chunk> lost) {}

    Result run(StepPlan plan) {
        Deque<StepPlan> parts = new ArrayDeque<>();
        parts.push(plan);
        var tokens = new ArrayList<Integer>();
        var logprobs = new ArrayList<Float>();
        List<Chunk> lost = new ArrayList<>();
        List<Chunk> failedAlone = new ArrayList<>();
        grow();
        while (!parts.isEmpty()) {
            StepPlan part = parts.pop();
            if (isRestOf(lost, part)) {
                continue;
            }
            if (part.chunks().size() > mostChunks) {
                halve(part, parts);
                continue;
            }
            try {
                StepOutcome outcome = model.run(part);
                for (int i = 0; i < outcome.tokens().size(); i++) {
                    tokens.add(outcome.tokens().get(i));
                    logprobs.add(outcome.logprobs().get(i));
                }
            } catch (RuntimeException failure) {
                if (!AllocationFailure.is(failure)) {
                    throw failure;
                }
                shrink(part, parts, failedAlone, lost);
            }
        }
        return new Result(outcome(tokens, logprobs), lost);
    }

    /** Whether a part goes on with a prompt of which another part is lost. */
    private static boolean isRestOf(List<Chunk> lost, StepPlan part) {
        int kvStart = part.chunks().get(0).kvStart();
        return part.chunks().size() == 1 && lost.stream().anyMatch(chunk -> chunk.kvStart() == kvStart);
    }

    /** What the memory does not suffice for once may fit a moment later, when somebody else has given some back. */
    private void shrink(StepPlan part, Deque<StepPlan> parts, List<Chunk> failedAlone, List<Chunk> lost) {
        calm = 0;
        Chunk first = part.chunks().get(0);
        if (part.chunks().size() > 1) {
            mostChunks = (part.chunks().size() + 1) / 2;
            halve(part, parts);
        } else if (first.tokens().size() > 1) {
            halveTokens(part, parts);
        } else if (!failedAlone.contains(first)) {
            failedAlone.add(first);
            parts.push(part);
        } else {
            lost.add(first);
        }
    }

    private void grow() {
        calm++;
        if (mostChunks < Integer.MAX_VALUE / 2 && calm > CALM_STEPS) {
            mostChunks *= 2;
            calm = 0;
        }
    }

    private void halve(StepPlan plan, Deque<StepPlan> parts) {
        int half = (plan.chunks().size() + 1) / 2;
        parts.push(part(plan, half, plan.chunks().size(), List.of()));
        parts.push(part(plan, 0, half, plan.copies()));
    }

    private StepPlan part(StepPlan plan, int from, int to, List<StepPlan.KvCopy> copies) {
        var runs = new DecodeRuns(model.kvLayout());
        for (int i = from; i < Math.min(to, plan.decodeChunks()); i++) {
            runs.add(plan.chunks().get(i));
        }
        return new StepPlan(copies, plan.chunks().subList(from, to), runs.close());
    }

    /** The one chunk of a part as two, of which the second one draws. */
    private static void halveTokens(StepPlan part, Deque<StepPlan> parts) {
        Chunk chunk = part.chunks().get(0);
        TokenIds tokens = chunk.tokens();
        int half = tokens.size() / 2;
        Chunk first = new Chunk(chunk.kvStart(), chunk.firstPosition(), tokens.slice(0, half), chunk.ropeBand(), null);
        Chunk second = new Chunk(
                chunk.kvStart(),
                chunk.firstPosition() + half,
                tokens.slice(half, tokens.size()),
                chunk.ropeBand(),
                chunk.draw());
        parts.push(new StepPlan(List.of(), List.of(second), List.of()));
        parts.push(new StepPlan(part.copies(), List.of(first), List.of()));
    }

    private static StepOutcome outcome(List<Integer> tokens, List<Float> logprobs) {
        float[] values = new float[logprobs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = logprobs.get(i);
        }
        return new StepOutcome(
                TokenIds.of(tokens.stream().mapToInt(Integer::intValue).toArray()), Logprobs.of(values));
    }
}
