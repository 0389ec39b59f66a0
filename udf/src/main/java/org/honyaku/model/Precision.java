package org.honyaku.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the layers compute in. */
public enum Precision {
    /** bfloat16 where the device is fast in it and the weights are stored in 16 bits, else float32. */
    AUTO(0, 0, 0, 0),
    FP32(Float.BYTES, Float.BYTES, 6, 6),
    BF16(Short.BYTES, Short.BYTES, 15, 15),
    /** Weights in 8 bits with a scale for each output, activations in 8 bits with a scale for each token; the rest in float32. CPU only. */
    INT8(Byte.BYTES, Short.BYTES, 6, 15);

    private final int weightBytes;
    private final int cacheBytes;
    private final int torchCode;
    private final int cacheTorchCode;

    Precision(int weightBytes, int cacheBytes, int torchCode, int cacheTorchCode) {
        this.weightBytes = weightBytes;
        this.cacheBytes = cacheBytes;
        this.torchCode = torchCode;
        this.cacheTorchCode = cacheTorchCode;
    }

    /**
     * Parses {@code auto}, {@code fp32}, {@code bf16} or {@code int8}.
     *
     * @throws IllegalArgumentException for anything else, with a sentence for the user
     */
    public static Precision parse(String text) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision must be "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(", "))
                        + " but is \"" + text + "\""));
    }

    /** How users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What was asked for, or for {@link #AUTO} {@link #FP32} or {@link #BF16}: rounding to 8 bits changes some texts, so nobody gets it
     * unasked.
     *
     * @param fastBf16 whether the device multiplies bfloat16 matrices in hardware
     * @param stored16 whether the weights are stored in 16 bits: wider ones are not narrowed unasked
     */
    Precision resolve(boolean fastBf16, boolean stored16) {
        return this != AUTO ? this : fastBf16 && stored16 ? BF16 : FP32;
    }

    /** Bytes of one weight in a linear layer. */
    int weightBytes() {
        return weightBytes;
    }

    /** Bytes of one number of a cached key or value. */
    int cacheBytes() {
        return cacheBytes;
    }

    /** libtorch's number (c10::ScalarType) for the type of activations. */
    int torchCode() {
        return torchCode;
    }

    /** libtorch's number for the type of cached keys and values. */
    int cacheTorchCode() {
        return cacheTorchCode;
    }
}
