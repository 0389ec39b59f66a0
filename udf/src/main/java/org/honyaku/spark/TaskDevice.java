package org.honyaku.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * Where a task computes: on the CPU where it was told so, on the GPU that the cluster gave it, else on the configured device.
 *
 * <p>Spark's resource {@code gpu} carries addresses made by a discovery script, mostly the numbers of {@code nvidia-smi}. CUDA
 * numbers devices within {@code CUDA_VISIBLE_DEVICES} where that is set. So an address that stands in that list means its place
 * in the list: with {@code CUDA_VISIBLE_DEVICES=2,3}, address 3 is {@code cuda:1}. An address that does not stand in it is taken as
 * CUDA's own number, which is right where the script ran inside the same restricted container.
 */
final class TaskDevice {

    static final String RESOURCE = "gpu";

    private static final String CPU = "cpu";

    private TaskDevice() {}

    /** The device for the running task. {@code task} is null outside of Spark's tasks. */
    static String of(@Nullable TaskContext task, String configured) {
        return of(task == null ? null : task.resourcesJMap().get(RESOURCE), configured);
    }

    static String of(@Nullable ResourceInformation gpu, String configured) {
        if (gpu == null || gpu.addresses().length == 0 || configured.equals(CPU)) {
            return configured;
        }
        return cudaDevice(gpu.addresses()[0], System.getenv("CUDA_VISIBLE_DEVICES"));
    }

    static String cudaDevice(String address, @Nullable String visibleDevices) {
        List<String> visible = visibleDevices == null
                ? List.of()
                : Arrays.stream(visibleDevices.split(",", -1))
                        .map(String::strip)
                        .toList();
        int place = visible.indexOf(address);
        if (place >= 0) {
            return "cuda:" + place;
        }
        if (address.matches("\\d{1,4}")) {
            return "cuda:" + address;
        }
        throw new IllegalStateException("Spark gave this task the GPU address '" + address
                + "', which is neither a number nor in CUDA_VISIBLE_DEVICES (" + visibleDevices
                + "); let the discovery script print the numbers of the devices");
    }
}
