package org.honyaku.engine;

/**
 * How much an engine takes on at once.
 *
 * @param maxSequences slots of the KV cache for sequences, so at most as many generate at the same time; the cache's other slots hold
 *     the shared heads of prompts
 * @param maxStepTokens tokens of one step, prefill and decode together
 * @param admissionWindow how many waiting requests the longest is chosen from
 * @param runSeed mixed into every random draw
 */
public record EngineSettings(int maxSequences, int maxStepTokens, int admissionWindow, long runSeed) {

    public EngineSettings {
        if (maxSequences < 1 || maxStepTokens < maxSequences || admissionWindow < 1) {
            throw new IllegalArgumentException(
                    "an engine needs at least one sequence, a step of at least one token for each"
                            + " sequence and an admission window of at least 1, but has " + maxSequences + ", "
                            + maxStepTokens
                            + " and " + admissionWindow);
        }
    }
}
