package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class TaskDeviceTest {

    @Test
    void withoutATaskTheConfiguredDeviceIsTaken() {
        assertThat(TaskDevice.of((TaskContext) null, "auto")).isEqualTo("auto");
    }

    @Test
    void aGpuOfTheClusterIsTakenUnlessTheCpuWasAskedFor() {
        var gpu = new ResourceInformation(TaskDevice.RESOURCE, new String[] {"1"});
        assertThat(TaskDevice.of(gpu, "auto")).isEqualTo("cuda:1");
        assertThat(TaskDevice.of(gpu, "cuda:0")).isEqualTo("cuda:1");
        assertThat(TaskDevice.of(gpu, "cpu")).isEqualTo("cpu");
    }

    @Test
    void anAddressIsTheNumberOfTheDevice() {
        assertThat(TaskDevice.cudaDevice("3", null)).isEqualTo("cuda:3");
    }

    @Test
    void cudaCountsTheDevicesThatAreVisible() {
        assertThat(TaskDevice.cudaDevice("3", "2,3")).isEqualTo("cuda:1");
        assertThat(TaskDevice.cudaDevice("GPU-5fd4", "GPU-11aa, GPU-5fd4")).isEqualTo("cuda:1");
    }

    @Test
    void anAddressOutsideOfTheVisibleOnesWasCountedInsideTheContainer() {
        assertThat(TaskDevice.cudaDevice("0", "3")).isEqualTo("cuda:0");
    }

    @Test
    void anAddressThatIsNoDeviceIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> TaskDevice.cudaDevice("GPU-5fd4", null))
                .hasMessageContainingAll("GPU-5fd4", "CUDA_VISIBLE_DEVICES", "discovery script");
    }
}
