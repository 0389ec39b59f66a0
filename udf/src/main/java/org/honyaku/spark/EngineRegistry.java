package org.honyaku.spark;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The engines of one JVM, one for each {@link EngineKey}. The life cycle is described at {@link ExecutorEngine}.
 *
 * <p>Engines are closed while the registry is locked: a task that asks for the same model meanwhile waits, instead of loading a
 * second copy beside the one that is going.
 */
final class EngineRegistry {

    private final Duration idleLimit;
    private final Duration failureMemory;
    private final InstantSource clock;
    private final Map<EngineKey, SharedEngine> engines = new HashMap<>();

    /**
     * @param idleLimit how long an engine without users stays loaded
     * @param failureMemory how long a failed load is answered with its reason instead of being tried again
     */
    EngineRegistry(Duration idleLimit, Duration failureMemory, InstantSource clock) {
        this.idleLimit = idleLimit;
        this.failureMemory = failureMemory;
        this.clock = clock;
    }

    /** What makes two tasks share an engine. */
    record EngineKey(EngineFactory factory, ModelSettings settings, String device, CrashJournals journals) {}

    /**
     * Takes part in the engine of {@code key}, loading it if nobody has. Waits for the load, until it is given up.
     *
     * @throws EngineFailedException if the load failed, now or a short while ago
     */
    Optional<EngineLease> acquire(EngineKey key, BooleanSupplier givenUp) throws InterruptedException {
        SharedEngine shared;
        boolean first;
        synchronized (this) {
            var known = engines.get(key);
            first = known == null || known.failedBefore(clock.instant().minus(failureMemory));
            shared = first || known == null ? new SharedEngine(key, clock) : known;
            engines.put(key, shared);
            shared.join();
        }
        if (first) {
            shared.startLoading();
        }
        try {
            Optional<LoadedEngine> engine = shared.await(givenUp);
            if (engine.isEmpty()) {
                release(shared);
            }
            return engine.map(loaded -> new EngineLease(this, shared, loaded, first));
        } catch (InterruptedException | RuntimeException e) {
            release(shared);
            throw e;
        }
    }

    synchronized void release(SharedEngine shared) {
        shared.leave();
    }

    /** Closes an engine that failed, for all its users, so that the next task loads a fresh one. */
    synchronized void discard(SharedEngine shared) {
        if (engines.remove(shared.key(), shared)) {
            shared.close();
        }
    }

    /** Closes engines that have been without users for the idle limit. */
    synchronized void closeIdle() {
        close(engines.values().stream()
                .filter(shared -> shared.idleSince(clock.instant().minus(idleLimit)))
                .toList());
    }

    /** Closes engines that have no users now. */
    synchronized void closeUnused() {
        close(engines.values().stream().filter(SharedEngine::isUnused).toList());
    }

    /** Closes all engines; whoever still waits for a result gets a failure. */
    synchronized void closeAll() {
        close(new ArrayList<>(engines.values()));
    }

    private void close(List<SharedEngine> closing) {
        for (SharedEngine shared : closing) {
            engines.remove(shared.key(), shared);
            shared.close();
        }
    }
}
