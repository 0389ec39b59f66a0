package org.honyaku.text;

/** One row's text cannot become ids, or its ids cannot become text. The message is meant for that row's error column. */
public final class TextException extends RuntimeException {

    /** What is wrong with the row. */
    public enum Reason {
        /** Half of a UTF-16 surrogate pair: no character, and nothing a tokenizer could represent. */
        UNPAIRED_SURROGATE,
        /** More than 1,000,000 UTF-16 units: far beyond any context window, and too slow to find that out by tokenising. */
        TOO_LONG,
        /** An id that the vocabulary does not have. */
        UNKNOWN_TOKEN
    }

    private final Reason reason;

    TextException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
