package org.honyaku.text;

/** The token ids of a whole prompt, and how many of the first ones it has in common with every prompt of its template. */
public final class EncodedPrompt {

    private final int[] ids;
    private final int sharedTokens;

    EncodedPrompt(int[] ids, int sharedTokens) {
        this.ids = ids;
        this.sharedTokens = sharedTokens;
    }

    /** A copy. */
    public int[] ids() {
        return ids.clone();
    }

    public int size() {
        return ids.length;
    }

    /** 0 to {@link #size}. */
    public int sharedTokens() {
        return sharedTokens;
    }
}
