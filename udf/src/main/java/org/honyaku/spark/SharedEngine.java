package org.honyaku.spark;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.honyaku.spark.EngineRegistry.EngineKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine, its users and its load. {@link EngineRegistry} guards everything but the load. */
final class SharedEngine {

    private static final Logger LOG = LoggerFactory.getLogger(SharedEngine.class);

    /** How long a stop may go unnoticed during a load. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final EngineKey key;
    private final InstantSource clock;
    private final CompletableFuture<LoadedEngine> loading = new CompletableFuture<>();
    private final CrashJournal journal;
    private volatile @Nullable Watchdog watchdog;
    private volatile @Nullable Instant failed;
    private volatile Duration loadTime = Duration.ZERO;
    private int users;
    private Instant unusedSince;

    SharedEngine(EngineKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        this.journal = key.journals().open();
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

    /** A load under way comes to its end first: another one beside it would find the memory taken. */
    boolean idleSince(Instant then) {
        return isUnused() && loading.isDone() && !unusedSince.isAfter(then);
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
            LoadedEngine engine = key.factory().load(key.settings(), key.device(), journal);
            loadTime = Duration.ofNanos(System.nanoTime() - start);
            watchdog =
                    Watchdog.start(engine.engine()::runningSteps, key.settings().stepSeconds(), this::haltAsHung);
            if (!loading.complete(engine)) {
                close(engine);
            }
        } catch (Throwable e) {
            failed = clock.instant();
            loading.completeExceptionally(e);
        }
    }

    Duration loadTime() {
        return loadTime;
    }

    /** The engine when it is loaded; nothing where it is given up before. */
    Optional<LoadedEngine> await(BooleanSupplier givenUp) throws InterruptedException {
        try {
            while (!givenUp.getAsBoolean()) {
                if (await()) {
                    return Optional.of(loading.get());
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw EngineFailedException.whileLoading(key.settings(), key.device(), cause);
        }
    }

    /** A moment. Whether the load has come to its end. */
    private boolean await() throws InterruptedException, ExecutionException {
        try {
            loading.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Closes the engine where it is loaded; a load still under way closes what it loads. */
    void close() {
        if (loading.completeExceptionally(new IllegalStateException("the engine was closed while it loaded"))
                || loading.isCompletedExceptionally()) {
            return;
        }
        close(loading.join());
    }

    /** Waits for the steps that run; one that hangs ends the process, so the watchdog looks until they have ended. */
    private void close(LoadedEngine engine) {
        try {
            engine.close();
        } finally {
            Watchdog watching = watchdog;
            if (watching != null) {
                watching.close();
            }
            journal.close();
        }
    }

    private void haltAsHung() {
        journal.hangs();
        LOG.error(
                "a step of the model has not come to its end in the time that step_seconds={} allows; the process ends",
                key.settings().stepSeconds());
        HaltCode.HUNG.halt();
    }
}
