package org.honyaku.job.input;

import org.jspecify.annotations.Nullable;

/** An input as a whole cannot be read as what it is said to be. What is wrong with one line is a {@link Malformed} record instead. */
public final class InputException extends RuntimeException {

    /** @param message names the file, says what is wrong with it and what to do */
    public InputException(String message) {
        this(message, null);
    }

    public InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
