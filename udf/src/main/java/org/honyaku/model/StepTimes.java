package org.honyaku.model;

/**
 * What the time of steps went to, in seconds.
 *
 * @param linear products with weights; the rounding of what goes into them to int8 is not in it
 * @param attention keys and values into the cache, scores, softmax, weighted values
 * @param sampling from logits to tokens and their log-probabilities
 * @param all the whole steps
 */
public record StepTimes(double linear, double attention, double sampling, double all) {

    static final StepTimes NONE = new StepTimes(0, 0, 0, 0);

    /** Norms, rotary embedding, activations, rounding to int8, embedding, and the program itself. */
    public double rest() {
        return all - linear - attention - sampling;
    }

    StepTimes plus(StepTimes more) {
        return new StepTimes(
                linear + more.linear, attention + more.attention, sampling + more.sampling, all + more.all);
    }
}
