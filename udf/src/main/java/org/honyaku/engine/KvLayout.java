package org.honyaku.engine;

/**
 * The shape of the KV cache: {@code slots} regions of {@code slotTokens} tokens each, one after another, in every layer. A sequence
 * longer than a slot takes several adjacent ones. Reserved once, when the model is loaded.
 */
public record KvLayout(int slots, int slotTokens) {

    public KvLayout {
        if (slots < 1 || slotTokens < 1) {
            throw new IllegalArgumentException(
                    "a KV cache of " + slots + " slots of " + slotTokens + " tokens holds nothing");
        }
        Math.multiplyExact(slots, slotTokens);
    }

    /** Rows of the cache in each layer. */
    public int tokens() {
        return slots * slotTokens;
    }

    /** How many adjacent slots hold {@code tokens} tokens. */
    public int slotsFor(int tokens) {
        return (tokens + slotTokens - 1) / slotTokens;
    }
}
