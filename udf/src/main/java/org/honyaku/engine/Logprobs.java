package org.honyaku.engine;

/** Immutable log-probabilities, one for each output token. */
public final class Logprobs {

    private final float[] values;

    private Logprobs(float[] values) {
        this.values = values;
    }

    /** Copies {@code values}. */
    public static Logprobs of(float... values) {
        return new Logprobs(values.clone());
    }

    public int size() {
        return values.length;
    }

    public float get(int index) {
        return values[index];
    }

    /** The mean, NaN where there is no token. */
    public double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
