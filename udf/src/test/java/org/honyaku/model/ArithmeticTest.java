package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, true, BF16, BF16",
        "AUTO, false, true, FP32, FP32",
        "AUTO, true, false, FP32, FP32",
        "FP32, true, true, FP32, FP32",
        "BF16, true, false, BF16, BF16",
        "BF16, false, true, FP32, FP32",
        "INT8, true, true, INT8, BF16",
        "INT8, false, true, INT8, FP32"
    })
    void aCpuComputesInWhatItHasInstructionsFor(
            Precision asked, boolean fastBf16, boolean stored16, Precision layers, Precision cache) {
        assertThat(Arithmetic.choose("cpu", asked, stored16, fastBf16)).isEqualTo(new Arithmetic("cpu", layers, cache));
    }

    @Test
    void onlyFloat32OnACpuNeedsBlocks() {
        assertThat(new Arithmetic("cpu", Precision.INT8, Precision.FP32).keyBlock())
                .isGreaterThan(1);
        assertThat(new Arithmetic("cpu", Precision.INT8, Precision.BF16).keyBlock())
                .isEqualTo(1);
        assertThat(new Arithmetic("cuda:0", Precision.FP32, Precision.FP32).keyBlock())
                .isEqualTo(1);
    }

    @Test
    void int8OnAGpuIsRefused() {
        assertThatThrownBy(() -> Arithmetic.choose("cuda:0", Precision.INT8, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take bf16, or --device cpu");
    }
}
