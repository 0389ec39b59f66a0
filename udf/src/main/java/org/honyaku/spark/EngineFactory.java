package org.honyaku.spark;

import java.io.Serializable;
import org.honyaku.engine.StepWitness;

/**
 * Loads a model on an executor. Factories that do the same are equal, since executors share engines by factory, settings and
 * device.
 */
public interface EngineFactory extends Serializable {

    /**
     * Loads the model and starts its engine. Called once for each JVM and device, on a thread of its own.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}; takes the place of {@link ModelSettings#device}
     * @param witness of the engine's steps
     */
    LoadedEngine load(ModelSettings settings, String device, StepWitness witness);

    /** The model that the settings name, looked at on this machine. Reads all of it, where nobody knows what it is. */
    default ModelSettings identify(ModelSettings settings) {
        return settings;
    }
}
