package org.honyaku.model;

import java.util.List;
import java.util.stream.IntStream;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;

/** What tests see of the inside of a step. */
record Insight(TorchLanguageModel model) {

    /** Raw logits [draws, vocabulary], one row after another, of the step's draws. */
    double[] logits(StepPlan plan) {
        return model.program().callForNumbers("raw_logits", new StepArguments(plan).forLogits());
    }

    /** The residual stream [layers + 1, tokens, hidden], flat; the last one after the final norm. */
    double[] trace(StepPlan plan) {
        return model.program().callForNumbers("trace", new StepArguments(plan).forTrace());
    }

    /** Probabilities that a token is drawn from, given raw logits. */
    double[] chances(float[] logits, Draw draw) {
        double[] wide =
                IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        StepPlan plan = Plans.prefill(Plans.whole(model, 0, TokenIds.of(0), draw));
        Object[] controls = new StepArguments(plan).forControls();
        return model.program().callForNumbers("chances", wide, controls[0], controls[1], controls[2]);
    }

    /** Cosines, then sines, [positions, headSize / 2] each. */
    double[] angles(int band, List<Integer> positions) {
        return model.program()
                .callForNumbers(
                        "angles",
                        band,
                        positions.stream().mapToLong(Integer::longValue).toArray());
    }

    static double largestDifference(double[] actual, float[] expected) {
        return IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
                .max()
                .orElse(0);
    }

    static double largestDifference(double[] actual, double[] expected) {
        return IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
                .max()
                .orElse(0);
    }
}
