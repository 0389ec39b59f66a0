package org.honyaku.engine;

/**
 * The shape of the KV cache: {@code slots} regions of {@code slotTokens} tokens each, one after another, in every layer. A sequence
 * longer than a slot takes several adjacent ones. Reserved once, when the model is loaded.
 *
 * @param keyBlock attention looks at keys in blocks of so many, the last one filled up and masked. Above 1 where the sums of the model's
 *     arithmetic depend on the number of keys: sequences attend together only where they have the same number of blocks
 * @param lanes how many threads may run steps at the same time, each on slots of its own
 */
public record KvLayout(int slots, int slotTokens, int keyBlock, int lanes) {

    /** A cache of one lane, of which any number of keys may be looked at. */
    public KvLayout(int slots, int slotTokens) {
        this(slots, slotTokens, 1, 1);
    }

    public KvLayout {
        if (slots < 1 || slotTokens < 1 || keyBlock < 1 || lanes < 1) {
            throw new IllegalArgumentException(
                    "a KV cache of " + slots + " slots of " + slotTokens + " tokens holds nothing");
        }
        Math.multiplyExact(slots, slotTokens);
    }

    /** Rows of the cache in each layer. */
    public int tokens() {
        return slots * slotTokens;
    }

    /** The same cache, looked at in blocks of {@code keyBlock} keys. */
    public KvLayout withKeyBlock(int keyBlock) {
        return new KvLayout(slots, slotTokens, keyBlock, lanes);
    }

    /** The same cache for {@code lanes} threads. */
    public KvLayout withLanes(int lanes) {
        return new KvLayout(slots, slotTokens, keyBlock, lanes);
    }

    /** {@code tokens} keys filled up to whole blocks. */
    int inBlocks(int tokens) {
        return (tokens + keyBlock - 1) / keyBlock * keyBlock;
    }

    /** The most of {@code sequences} that one lane has, when each has its share. */
    int inLane(int sequences) {
        return (sequences + lanes - 1) / lanes;
    }

    /** How many adjacent slots hold {@code tokens} tokens. */
    public int slotsFor(int tokens) {
        return (tokens + slotTokens - 1) / slotTokens;
    }
}
