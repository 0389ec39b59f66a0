package org.honyaku.model;

import java.util.OptionalInt;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.KvLayout;

/**
 * Chooses the KV cache's shape from memory, model size and cores.
 *
 * @param freeBytes memory for the cache
 * @param bytesPerToken keys and values of one token in all layers
 * @param maxPositions longest sequence of the model
 * @param cores for which lanes are wanted; 1 on a GPU, which is busy with one
 */
record KvBudget(long freeBytes, long bytesPerToken, int maxPositions, int cores) {

    /** A template, a paragraph of source and its translation. */
    static final int SLOT_TOKENS = 512;

    /** More sequences make a step longer without making a token cheaper. */
    private static final int MOST_SEQUENCES = 128;

    /** Each lane reads all weights in each of its steps; so many sequences are enough for arithmetic to take longer than that. */
    private static final int SEQUENCES_OF_LANE = 64;

    /** Lanes share the memory's speed, so that on a machine of very many cores a lane has several. */
    private static final int MOST_LANES = 8;

    /**
     * Slots for the wanted number of sequences, or else for as many as the budget allows, and for the heads that they share.
     *
     * @throws IllegalArgumentException where memory is too small for what is wanted, with a sentence for the user
     */
    KvLayout layout(OptionalInt wantedSequences, OptionalInt wantedSlotTokens) {
        int slotTokens = Math.min(wantedSlotTokens.orElse(SLOT_TOKENS), maxPositions);
        long affordable = freeBytes / Math.multiplyExact(bytesPerToken, (long) slotTokens);
        int sequences = wantedSequences.orElse(mostSequences(affordable));
        int lanes = lanes(sequences);
        int heads = lanes * EngineSettings.HEAD_SLOTS;
        long slots = (long) sequences + heads;
        if (wantedSequences.isEmpty() && affordable > 0) {
            slots = Math.min(slots, affordable);
        }
        if (affordable < slots) {
            throw new IllegalArgumentException("slots for " + sequences + " sequences and " + heads
                    + " more for what prompts share, of " + slotTokens + " tokens each, need "
                    + mebibytes(slots * bytesPerToken * slotTokens) + " MiB of KV cache but only "
                    + mebibytes(freeBytes) + " MiB are free for it; lower the slots or the tokens of a slot");
        }
        return new KvLayout((int) slots, slotTokens).withLanes(lanes);
    }

    /** As many of {@code slots} as are of use for sequences. */
    private int mostSequences(long slots) {
        int useful = Math.max(MOST_SEQUENCES, SEQUENCES_OF_LANE * Math.min(cores, MOST_LANES));
        return (int) Math.max(1, Math.min(useful, slots - EngineSettings.HEAD_SLOTS));
    }

    /** As many as have sequences enough, of equally many cores each; at most a tenth of the cores is left over. */
    private int lanes(int sequences) {
        int lanes = Math.max(1, Math.min(cores, sequences / SEQUENCES_OF_LANE));
        while (10 * (cores % lanes) > cores) {
            lanes--;
        }
        return lanes;
    }

    private static long mebibytes(long bytes) {
        return Math.max(0, bytes) >> 20;
    }
}
