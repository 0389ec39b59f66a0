package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOptionsTest {

    @ParameterizedTest
    @CsvSource({"auto, 0, cpu", "auto, 2, cuda:0", "cpu, 2, cpu", "cuda:0, 1, cuda:0", "cuda:7, 8, cuda:7"})
    void aDeviceIsResolvedAgainstWhatThereIs(String choice, int gpus, String device) {
        assertThat(DeviceChoice.parse(choice).resolve(gpus)).isEqualTo(device);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cuda:0 | 0 | device cuda:0 does not exist; there is only cpu (libtorch sees no CUDA device)",
                "cuda:1 | 1 | device cuda:1 does not exist; there is cpu and cuda:0",
                "cuda:9 | 4 | device cuda:9 does not exist; there is cpu and cuda:0 to cuda:3"
            })
    void anImpossibleDeviceListsWhatThereIs(String choice, int gpus, String message) {
        assertThatThrownBy(() -> DeviceChoice.parse(choice).resolve(gpus))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda", "cuda:", "cuda:-1", "cuda:1x", "CPU"})
    void anUnknownDeviceIsRefused(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text)).hasMessageContaining("must be auto, cpu or cuda:N");
    }

    @Test
    void anUnknownPrecisionListsTheKnownOnes() {
        assertThatThrownBy(() -> Precision.parse("fp8"))
                .hasMessage("precision must be auto, fp32, bf16, int8 but is \"fp8\"");
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatThrownBy(() -> options(OptionalInt.of(0), 0.5, 0)).hasMessageContaining("slots must be at least 1");
        assertThatThrownBy(() -> options(OptionalInt.empty(), 1.5, 0)).hasMessageContaining("memory share");
        assertThatThrownBy(() -> options(OptionalInt.empty(), 0.5, -1)).hasMessageContaining("threads must be 0");
    }

    private static ModelOptions options(OptionalInt slots, double memoryShare, int threads) {
        return new ModelOptions(
                new DeviceChoice.Auto(), Precision.AUTO, slots, OptionalInt.empty(), memoryShare, threads);
    }
}
