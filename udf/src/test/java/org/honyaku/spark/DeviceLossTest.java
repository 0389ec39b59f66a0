package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLossTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: an illegal memory access was encountered",
                "CUDA error: device-side assert triggered\nCUDA kernel errors might be asynchronously reported",
                "CUDA driver error: unknown error",
                "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasGemmEx`",
                "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"
            })
    void whatAProcessCannotRecoverFrom(String message) {
        assertThat(DeviceLoss.is(new IllegalStateException("a step failed", new RuntimeException(message))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: out of memory",
                "CUDA out of memory. Tried to allocate 20.00 MiB",
                "the model computed scores that are not numbers"
            })
    void whatItCan(String message) {
        assertThat(DeviceLoss.is(new IllegalStateException(message))).isFalse();
    }

    @Test
    void aFailureWithoutAMessage() {
        assertThat(DeviceLoss.is(new IllegalStateException())).isFalse();
    }
}
