package org.honyaku.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the layers compute in. */
public enum Precision {
    /** bfloat16 where the device is fast in it and the weights are stored in 16 bits, else float32. */
    AUTO(0, 0),
    FP32(Float.BYTES, 6),
    BF16(Short.BYTES, 15);

    private final int bytes;
    private final int torchCode;

    Precision(int bytes, int torchCode) {
        this.bytes = bytes;
        this.torchCode = torchCode;
    }

    /**
     * Parses {@code auto}, {@code fp32} or {@code bf16}.
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
     * {@link #FP32} or {@link #BF16}.
     *
     * @param fastBf16 whether the device multiplies bfloat16 matrices in hardware
     * @param stored16 whether the weights are stored in 16 bits: wider ones are not narrowed unasked
     */
    Precision resolve(boolean fastBf16, boolean stored16) {
        return this != AUTO ? this : fastBf16 && stored16 ? BF16 : FP32;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** libtorch's number for it (c10::ScalarType). */
    int torchCode() {
        return torchCode;
    }
}
