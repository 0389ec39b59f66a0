package org.honyaku.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs something on a thread that ends with it. OpenMP keeps threads of its own for each thread that has ever called it, and where all of them
 * together are more than the cores they no longer wait for each other actively but go to sleep at every step (measured: 1.6 times the time).
 * So who loads a model leaves none behind, and the engine's thread has the cores for itself.
 */
final class OneOffThread {

    private OneOffThread() {}

    /** What {@code work} returns; what it throws is thrown here. */
    static <T> T call(String name, Supplier<T> work) {
        var result = new CompletableFuture<T>();
        Thread thread = new Thread(() -> complete(result, work), name);
        thread.start();
        try {
            T value = result.join();
            thread.join();
            return value;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.join();
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }
}
