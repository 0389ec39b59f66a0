package org.honyaku.spark;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.honyaku.spark.EngineRegistry.EngineKey;
import org.jspecify.annotations.Nullable;

/** One engine, its users and its load. {@link EngineRegistry} guards everything but the load. */
final class SharedEngine {

    private final EngineKey key;
    private final InstantSource clock;
    private final CompletableFuture<LoadedEngine> loading = new CompletableFuture<>();
    private volatile @Nullable Instant failed;
    private volatile Duration loadTime = Duration.ZERO;
    private int users;
    private Instant unusedSince;

    SharedEngine(EngineKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        this.unusedSince = clock.instant();
    }

    EngineKey key() {
        return key;
    }

    void join() {
        users++;
    }

    void leave() {
        users--;
        unusedSince = clock.instant();
    }

    boolean isUnused() {
        return users == 0;
    }

    boolean idleSince(Instant then) {
        return isUnused() && !unusedSince.isAfter(then);
    }

    boolean failedBefore(Instant then) {
        Instant at = failed;
        return at != null && !at.isAfter(then);
    }

    /** Loads on a thread of its own: killing the task that came first does not hurt those that wait with it. */
    void startLoading() {
        var thread = new Thread(this::load, "honyaku-model-load");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("CatchingUnchecked") // Errors of native libraries too: whoever waits must hear of them.
    private void load() {
        long start = System.nanoTime();
        try {
            LoadedEngine engine = key.factory().load(key.settings(), key.device());
            loadTime = Duration.ofNanos(System.nanoTime() - start);
            if (!loading.complete(engine)) {
                engine.close();
            }
        } catch (Throwable e) {
            failed = clock.instant();
            loading.completeExceptionally(e);
        }
    }

    Duration loadTime() {
        return loadTime;
    }

    LoadedEngine await() throws InterruptedException {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw EngineFailedException.whileLoading(key.settings(), key.device(), cause);
        }
    }

    /** Closes the engine where it is loaded; a load still under way closes what it loads. */
    void close() {
        if (loading.completeExceptionally(new IllegalStateException("the engine was closed while it loaded"))
                || loading.isCompletedExceptionally()) {
            return;
        }
        loading.join().close();
    }
}
