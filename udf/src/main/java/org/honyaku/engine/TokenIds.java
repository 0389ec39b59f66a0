package org.honyaku.engine;

import java.util.Arrays;

/** An immutable sequence of token ids. */
public final class TokenIds {

    private static final TokenIds EMPTY = new TokenIds(new int[0]);

    private final int[] ids;

    private TokenIds(int[] ids) {
        this.ids = ids;
    }

    /** Copies {@code ids}. */
    public static TokenIds of(int... ids) {
        return ids.length == 0 ? EMPTY : new TokenIds(ids.clone());
    }

    public int size() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    public int get(int index) {
        return ids[index];
    }

    public boolean contains(int id) {
        for (int other : ids) {
            if (other == id) {
                return true;
            }
        }
        return false;
    }

    /** The ids from {@code from} (inclusive) to {@code to} (exclusive). */
    public TokenIds slice(int from, int to) {
        return from == 0 && to == ids.length ? this : new TokenIds(Arrays.copyOfRange(ids, from, to));
    }

    /** How many leading ids both sequences have in common. */
    public int commonPrefix(TokenIds other) {
        int mismatch = Arrays.mismatch(ids, other.ids);
        return mismatch < 0 ? ids.length : mismatch;
    }

    /** Writes all ids to {@code target} from {@code offset} on. */
    public void copyTo(int[] target, int offset) {
        System.arraycopy(ids, 0, target, offset, ids.length);
    }

    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
