package org.honyaku.engine;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether a model failed because a step needed more memory than there was: it may succeed with a smaller one. */
final class AllocationFailure {

    /** How libtorch's allocators say it, for CUDA and for the CPU (c10/cuda/CUDACachingAllocator.cpp, c10/core/impl/alloc_cpu.cpp). */
    private static final List<String> SYMPTOMS = List.of("out of memory", "not enough memory", "can't allocate memory");

    private AllocationFailure() {}

    static boolean is(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                .anyMatch(message -> SYMPTOMS.stream().anyMatch(message::contains));
    }
}
