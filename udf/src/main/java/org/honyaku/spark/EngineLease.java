package org.honyaku.spark;

import java.time.Duration;

/** One task's share in an engine of its JVM. Closing it gives the share back and leaves the engine to the others. */
final class EngineLease implements AutoCloseable {

    private final EngineRegistry registry;
    private final SharedEngine shared;
    private final LoadedEngine engine;
    private final boolean first;
    private boolean closed;

    EngineLease(EngineRegistry registry, SharedEngine shared, LoadedEngine engine, boolean first) {
        this.registry = registry;
        this.shared = shared;
        this.engine = engine;
        this.first = first;
    }

    LoadedEngine engine() {
        return engine;
    }

    /** Whether this share is the one for which the model was loaded. */
    boolean isFirst() {
        return first;
    }

    /** How long the engine took to load. */
    Duration loadTime() {
        return shared.loadTime();
    }

    /** Says that the engine does not work any more. */
    void discard() {
        registry.discard(shared);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            registry.release(shared);
        }
    }
}
