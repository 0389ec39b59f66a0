package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;
import org.honyaku.engine.StepPlan.Chunk;

/**
 * Has a model execute steps, each in one call while memory lasts. Where it does not, a step is halved until its parts fit, and the next
 * steps begin with parts of that size; after a while larger ones are tried again.
 *
 * <p>Used by the thread of one lane.
 */
final class StepRunner {

    /** After so many steps without a failure parts may be twice as large. */
    private static final int CALM_STEPS = 256;

    private final LanguageModel model;
    private int mostTokens = Integer.MAX_VALUE;
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
        grow();
        int before = mostTokens;
        var parts = new StepParts(model.kvLayout(), plan);
        List<StepOutcome> outcomes = new ArrayList<>();
        for (StepPlan part = parts.next(mostTokens); part != null; part = parts.next(mostTokens)) {
            try {
                outcomes.add(model.run(part));
            } catch (RuntimeException failure) {
                if (!AllocationFailure.is(failure)) {
                    throw failure;
                }
                shrink(part);
                parts.failed(part);
            }
        }
        if (!parts.lost().isEmpty()) {
            mostTokens = before; // those who leave now were to blame
        }
        return new Result(StepOutcome.of(outcomes), parts.lost());
    }

    private void shrink(StepPlan part) {
        calm = 0;
        if (part.tokens() > 1) {
            mostTokens = (part.tokens() + 1) / 2;
        }
    }

    private void grow() {
        calm++;
        if (mostTokens < Integer.MAX_VALUE / 2 && calm > CALM_STEPS) {
            mostTokens *= 2;
            calm = 0;
        }
    }
}
