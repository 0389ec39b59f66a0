package org.honyaku.spark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether a failure has left the process without its GPU: every later call of CUDA fails as well, loading the model anew included. */
final class DeviceLoss {

    /** How libtorch and NVIDIA's libraries say it (c10/cuda/CUDAException.cpp, aten/src/ATen/cuda/Exceptions.h). */
    private static final List<String> SYMPTOMS =
            List.of("cuda error", "cuda driver error", "cublas error", "cudnn error", "cudnn_status", "nccl error");

    private static final String OUT_OF_MEMORY = "out of memory";

    private DeviceLoss() {}

    static boolean is(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                .anyMatch(message -> SYMPTOMS.stream().anyMatch(message::contains) && !message.contains(OUT_OF_MEMORY));
    }
}
