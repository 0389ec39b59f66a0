package org.honyaku.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs something on a thread that ends with it. OpenMP keeps threads of its own for each thread that has ever called it, and where all of them
 * together are more than the cores they no longer wait for each other actively but go to sleep at every step (measured: 1.6 times the time).
 * So who loads a model leaves none behind, and the engine's threads have the cores for themselves.
 */
final class OneOffThread {

    private OneOffThread() {}

    /** What {@code work} returns; what it throws is thrown here. An interruption is left to whoever comes next: it ends nothing. */
    static <T> T call(String name, Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, task -> new Thread(task, name).start())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
