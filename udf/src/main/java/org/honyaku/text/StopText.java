package org.honyaku.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that ends an output: a base model goes on with the next example where an instructed one stops by itself. */
final class StopText {

    private final String text;
    /** Every token has a byte at least, so the text lies in as many tokens at most. */
    private final int maxTokens;

    /** @param text not empty */
    StopText(String text) {
        this.text = text;
        this.maxTokens = text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether the last of these ids completes the text. */
    boolean isCompletedBy(int[] ids, TextTokenizer tokenizer) {
        int[] tail = Arrays.copyOfRange(ids, Math.max(0, ids.length - maxTokens), ids.length);
        try {
            return tokenizer.decodeVerbatim(tail).contains(text);
        } catch (TextException e) {
            // An id that is no token says nothing; it is reported when the whole output is decoded.
            return false;
        }
    }

    /** What stands before the first occurrence of the text. */
    String cut(String output) {
        int at = output.indexOf(text);
        return at < 0 ? output : output.substring(0, at);
    }
}
