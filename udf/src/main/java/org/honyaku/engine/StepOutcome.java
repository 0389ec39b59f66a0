package org.honyaku.engine;

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
}
