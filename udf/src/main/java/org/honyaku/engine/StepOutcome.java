package org.honyaku.engine;

import java.util.List;

/**
 * The tokens chosen in a step, one for each chunk that has a draw, in the plan's order.
 *
 * @param tokens the chosen ids
 * @param logprobs natural log-softmax of the raw logits at each of them
 */
public record StepOutcome(TokenIds tokens, Logprobs logprobs) {

    public StepOutcome {
        if (tokens.size() != logprobs.size()) {
            throw new IllegalArgumentException(tokens.size() + " tokens but " + logprobs.size() + " log-probabilities");
        }
    }

    /** Those of a step's parts, one after another. */
    static StepOutcome of(List<StepOutcome> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int size = parts.stream().mapToInt(part -> part.tokens().size()).sum();
        int[] tokens = new int[size];
        float[] logprobs = new float[size];
        int at = 0;
        for (StepOutcome part : parts) {
            for (int i = 0; i < part.tokens().size(); i++) {
                tokens[at] = part.tokens().get(i);
                logprobs[at++] = part.logprobs().get(i);
            }
        }
        return new StepOutcome(TokenIds.of(tokens), Logprobs.of(logprobs));
    }
}
