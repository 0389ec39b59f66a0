package org.honyaku.text;

import java.util.Arrays;

/**
 * Tokens, each with its rank, which is also its id. Finds the rank of any stretch of bytes without copying it, since recovering the
 * merges asks millions of times. Immutable.
 */
final class TokenRanks {

    /** More tokens than any published tokenizer has, so that a damaged id cannot ask for memory without bound. */
    static final int MAX_TOKENS = 1_000_000;

    /** What bytes have that are no token: greater than every rank. */
    static final int NO_RANK = Integer.MAX_VALUE;

    private final byte[][] tokens;

    /** Open addressing, less than half full: 0 where free, else a rank plus one. */
    private final int[] slots;

    private final int mask;

    /** @param tokens by rank; not copied */
    TokenRanks(byte[][] tokens) {
        this.tokens = tokens;
        this.slots = new int[Integer.highestOneBit(tokens.length + 1) * 4];
        this.mask = slots.length - 1;
        for (int rank = 0; rank < tokens.length; rank++) {
            slots[slot(tokens[rank], 0, tokens[rank].length)] = rank + 1;
        }
    }

    int size() {
        return tokens.length;
    }

    byte[] token(int rank) {
        return tokens[rank];
    }

    /** The rank of the bytes between {@code from} and {@code to} (exclusive), or {@link #NO_RANK}; of equal tokens the last. */
    int rank(byte[] bytes, int from, int to) {
        int found = slots[slot(bytes, from, to)];
        return found == 0 ? NO_RANK : found - 1;
    }

    /** Where this token is, or the free slot where it would go. */
    private int slot(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & mask;
        while (slots[slot] != 0) {
            byte[] token = tokens[slots[slot] - 1];
            if (Arrays.equals(token, 0, token.length, bytes, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
