package org.honyaku.model;

import java.util.OptionalInt;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.KvLayout;

/**
 * Chooses the KV cache's shape from memory and model size.
 *
 * @param freeBytes memory for the cache
 * @param bytesPerToken keys and values of one token in all layers
 * @param maxPositions longest sequence of the model
 */
record KvBudget(long freeBytes, long bytesPerToken, int maxPositions) {

    /** 128 sequences and the shared prompt heads; more sequences make a step longer without making a token cheaper. */
    static final int MAX_SLOTS = 128 + EngineSettings.HEAD_SLOTS;
    /** A template, a paragraph of source and its translation. */
    static final int SLOT_TOKENS = 512;

    /**
     * The wanted number of slots, or else as many as the budget allows.
     *
     * @throws IllegalArgumentException where memory is too small for what is wanted, with a sentence for the user
     */
    KvLayout layout(OptionalInt wantedSlots, OptionalInt wantedSlotTokens) {
        int slotTokens = wantedSlotTokens.orElse(Math.min(SLOT_TOKENS, maxPositions));
        long affordable = freeBytes / Math.multiplyExact(bytesPerToken, (long) slotTokens);
        if (affordable < wantedSlots.orElse(1)) {
            throw new IllegalArgumentException(wantedSlots.orElse(1) + " slots of " + slotTokens + " tokens need "
                    + mebibytes(wantedSlots.orElse(1) * bytesPerToken * slotTokens) + " MiB of KV cache but only "
                    + mebibytes(freeBytes) + " MiB are free for it; lower the slots or the tokens of a slot");
        }
        return new KvLayout(wantedSlots.orElse((int) Math.min(MAX_SLOTS, affordable)), slotTokens);
    }

    private static long mebibytes(long bytes) {
        return Math.max(0, bytes) >> 20;
    }
}
