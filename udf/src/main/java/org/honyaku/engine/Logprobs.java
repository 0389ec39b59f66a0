package org.honyaku.engine;

import java.util.Arrays;

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

    /** Whether all bits are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Logprobs that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
