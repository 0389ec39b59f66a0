package org.honyaku.spark;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.honyaku.spark.EngineRegistry.EngineKey;

/**
 * One engine for each executor JVM and device, shared by all tasks of that JVM.
 *
 * <ul>
 *   <li>The first task that needs a model loads it, on a thread of its own; others wait for the same load.
 *   <li>A task holds a share until it ends, however it ends (Spark's task completion listener gives it back).
 *   <li>A failed load fails every task that waits for it, with the reason; it is tried again after a minute at the earliest, so
 *       that Spark's attempts fail fast instead of each reading the weights.
 *   <li>An engine that fails while it runs is closed at once; the next task loads a fresh one.
 *   <li>An engine without users stays loaded for a minute, so that neither the gap between two tasks nor the one between two
 *       stages costs a load, and is closed then. {@link #closeUnused} closes it at once: the driver of a local run calls it
 *       when the run is over.
 *   <li>When the JVM shuts down, what is left is closed.
 *   <li>A {@link CrashJournal} says what an engine is at, for the case that the JVM dies; a {@link Watchdog} makes it die where a step
 *       of the model does not come to its end.
 * </ul>
 */
public final class ExecutorEngine {

    private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);
    private static final Duration FAILURE_MEMORY = Duration.ofMinutes(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(10);

    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

    private static final EngineRegistry REGISTRY = startRegistry();

    private ExecutorEngine() {}

    static Optional<EngineLease> acquire(EngineKey key, BooleanSupplier givenUp) throws InterruptedException {
        return REGISTRY.acquire(key, givenUp);
    }

    /** Closes the engines of this JVM that no task uses. */
    public static void closeUnused() {
        REGISTRY.closeUnused();
    }

    private static EngineRegistry startRegistry() {
        var registry = new EngineRegistry(IDLE_LIMIT, FAILURE_MEMORY, InstantSource.system());
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "honyaku-idle-engines");
            thread.setDaemon(true);
            return thread;
        });
        var sweep = sweeper.scheduleWithFixedDelay(
                registry::closeIdle, SWEEP_INTERVAL.toSeconds(), SWEEP_INTERVAL.toSeconds(), TimeUnit.SECONDS);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            sweep.cancel(false);
                            closeAtShutdown(registry);
                        },
                        "honyaku-shutdown"));
        return registry;
    }

    /** Waits for a while and no longer: a hung native call must not keep the JVM from ending. */
    private static void closeAtShutdown(EngineRegistry registry) {
        var closing = new Thread(registry::closeAll, "honyaku-close-engines");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(SHUTDOWN_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
