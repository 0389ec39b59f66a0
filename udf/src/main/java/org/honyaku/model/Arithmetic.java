package org.honyaku.model;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a model runs, and in what numbers.
 *
 * @param device as libtorch names it
 * @param layers what layers compute in, never {@link Precision#AUTO}
 * @param cache what keys and values are kept in, and what attention multiplies: {@link Precision#FP32} or {@link Precision#BF16}
 */
record Arithmetic(String device, Precision layers, Precision cache) {

    private static final Logger LOG = LoggerFactory.getLogger(Arithmetic.class);

    /**
     * In float32 the CPU's matrix products sum in another order for another shape, so each token attends in shapes that depend on its own
     * position alone. In bfloat16 the order does not depend on the shape.
     */
    private static final int EXACT_BLOCK = 32;

    /**
     * What was asked for, where the device can do it. Rounding to 8 bits changes some texts, so nobody gets it unasked. A CPU without
     * instructions for bfloat16 computes in float32 instead: more exactly, several times as fast as libtorch's way round, and that one gives a
     * row other numbers beside other rows.
     *
     * @param fastBf16 whether the device multiplies bfloat16 matrices in hardware
     * @param stored16 whether the weights are stored in 16 bits: wider ones are not narrowed unasked
     * @throws IllegalArgumentException if the device cannot compute in this precision, with a sentence for the user
     */
    static Arithmetic choose(String device, Precision asked, boolean stored16, boolean fastBf16) {
        if (asked == Precision.INT8 && !device.equals("cpu")) {
            throw new IllegalArgumentException(
                    "precision int8 runs on CPUs only, but the device is " + device + "; take bf16, or --device cpu");
        }
        Precision layers = asked;
        if (asked == Precision.AUTO) {
            layers = fastBf16 && stored16 ? Precision.BF16 : Precision.FP32;
        } else if (asked == Precision.BF16 && !fastBf16) {
            LOG.warn("this CPU has no instructions for bfloat16: computing in fp32, in twice the memory");
            layers = Precision.FP32;
        }
        boolean wide = layers == Precision.FP32 || !fastBf16;
        return new Arithmetic(device, layers, wide ? Precision.FP32 : Precision.BF16);
    }

    /** Positions at multiples of which prompts are cut and keys are looked at; 1: anywhere. */
    int keyBlock() {
        return cache == Precision.FP32 && device.equals("cpu") ? EXACT_BLOCK : 1;
    }

    /** Bytes of one token's keys and values. */
    long bytesPerToken(ModelSpec spec) {
        return spec.kvNumbersPerToken() * cache.bytes();
    }
}
