package org.honyaku.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/** libtorch, loaded once in a JVM: its threads, its devices. */
final class TorchEngine {

    private static final String NAME = "PyTorch";
    private static boolean started;

    private TorchEngine() {}

    /** Loads libtorch, if it is not loaded yet, and sets how many threads an operator uses. */
    static synchronized void start(int threads) {
        if (!started) {
            // A version that does not fit would otherwise be downloaded in the middle of a job.
            setDefault("ai.djl.offline", "true");
            setDefault("ai.djl.pytorch.num_threads", Integer.toString(threads));
            setDefault("ai.djl.pytorch.num_interop_threads", "1");
            Engine.getEngine(NAME);
            started = true;
        }
        useThreads(threads);
    }

    /** How many threads the operators use that the calling thread, or a thread that has not called any yet, will call. */
    static void useThreads(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /** GPUs that this libtorch can use. */
    static int gpus() {
        Engine engine = Engine.getEngine(NAME);
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    /** Free bytes of a device named as libtorch does. */
    static long freeMemory(String device) {
        return device.equals("cpu")
                ? HostMemory.available()
                : free(CudaUtils.getGpuMemory(Device.fromName(device.replace("cuda:", "gpu"))));
    }

    /** DJL's "committed" is what is in use. */
    static long free(MemoryUsage memory) {
        return memory.getMax() - memory.getUsed();
    }

    /** Whether the device multiplies bfloat16 matrices in hardware. */
    static boolean isFastInBf16(String device) {
        if (!device.equals("cpu")) {
            return true;
        }
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).matches("(?s).*\\b(avx512_bf16|amx_bf16)\\b.*");
        } catch (IOException e) {
            return false;
        }
    }

    static PtNDManager newManager() {
        return (PtNDManager) NDManager.newBaseManager(Device.cpu(), NAME);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
