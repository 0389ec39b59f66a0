package org.honyaku.engine;

/**
 * How the next token is chosen from the logits, in the meaning and order of Hugging Face's logits processors:
 * repetition penalty, minimum length, temperature, top-k, top-p, softmax.
 *
 * @param doSample false: the best token after the processors that also act in greedy decoding (penalty, minimum length)
 * @param temperature divides the scores, above 0; 1 leaves them
 * @param topK scores below the k-th largest are dropped, ties with it stay; 0 switches it off
 * @param topP smallest set of tokens whose probabilities reach this sum, in (0, 1]; 1 switches it off
 * @param repetitionPenalty above 0; negative scores of tokens seen in prompt or output are multiplied by it, others divided
 */
public record Sampling(boolean doSample, double temperature, int topK, double topP, double repetitionPenalty) {

    public static final Sampling GREEDY = new Sampling(false, 1.0, 0, 1.0, 1.0);

    public Sampling {
        require(temperature > 0 && Double.isFinite(temperature), "temperature must be above 0 but is " + temperature);
        require(topK >= 0, "top_k must be 0 (off) or more but is " + topK);
        require(topP > 0 && topP <= 1, "top_p must be above 0 and at most 1 but is " + topP);
        require(
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "repetition_penalty must be above 0 but is " + repetitionPenalty);
    }

    /** Whether scores depend on the tokens seen so far. */
    public boolean penalises() {
        return repetitionPenalty != 1.0;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
