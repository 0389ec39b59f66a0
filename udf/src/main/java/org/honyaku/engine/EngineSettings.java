package org.honyaku.engine;

/**
 * How much an engine takes on at once.
 *
 * @param maxSequences slots of the KV cache for sequences, so at most as many generate at the same time; the cache's other slots hold
 *     the shared heads of prompts
 * @param maxStepTokens tokens of one step of a lane, prefill and decode together
 * @param admissionWindow how many waiting requests the longest is chosen from
 * @param runSeed mixed into every random draw
 */
public record EngineSettings(int maxSequences, int maxStepTokens, int admissionWindow, long runSeed) {

    /**
     * Slots of a cache that each lane keeps for shared heads: a job has one template, and the second serves prompts of another rope band
     * or of another job on the same executor.
     */
    public static final int HEAD_SLOTS = 2;

    /** Small enough for a step's activations to stay in cache, large enough to compute a prompt or two beside the decoding rows. */
    private static final int DEFAULT_STEP_TOKENS = 512;

    /** Windows of a few times the sequences sort well and delay nobody for long. */
    private static final int WINDOW_PER_SEQUENCE = 8;

    public EngineSettings {
        if (maxSequences < 1 || maxStepTokens < 1 || admissionWindow < 1) {
            throw new IllegalArgumentException(
                    "an engine needs at least one sequence, steps of at least one token and an admission window of at least 1,"
                            + " but has " + maxSequences + ", " + maxStepTokens + " and " + admissionWindow);
        }
    }

    /**
     * Settings that use the whole of a cache.
     *
     * @param stepTokens as {@code maxStepTokens}; 0 for a default
     */
    public static EngineSettings forCache(KvLayout layout, int stepTokens, long runSeed) {
        int sequences = Math.max(1, layout.slots() - HEAD_SLOTS * layout.lanes());
        int tokens = stepTokens > 0 ? stepTokens : Math.max(DEFAULT_STEP_TOKENS, 2 * layout.inLane(sequences));
        return new EngineSettings(sequences, tokens, WINDOW_PER_SEQUENCE * sequences, runSeed);
    }
}
