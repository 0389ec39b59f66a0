package org.honyaku.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the layers compute in. */
public enum Precision {
    /** bfloat16 where the device is fast in it and the weights are stored in 16 bits, else float32. */
    AUTO(0, 0),
    FP32(Float.BYTES, 6),
    /** On a CPU without instructions for bfloat16, float32. */
    BF16(Short.BYTES, 15),
    /** Weights in 8 bits with a scale for each output, activations in 8 bits with a scale for each token; the rest in float32. CPU only. */
    INT8(Byte.BYTES, 6);

    private final int bytes;
    private final int torchCode;

    Precision(int bytes, int torchCode) {
        this.bytes = bytes;
        this.torchCode = torchCode;
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

    /** Bytes of one weight, or of one number of a cached key or value. */
    int bytes() {
        return bytes;
    }

    /** libtorch's number (c10::ScalarType) for the type of activations. */
    int torchCode() {
        return torchCode;
    }
}
