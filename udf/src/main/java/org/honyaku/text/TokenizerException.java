package org.honyaku.text;

import org.jspecify.annotations.Nullable;

/** The model folder's tokenizer file is missing or damaged. The message names the file, the place and what to do. */
public final class TokenizerException extends RuntimeException {

    TokenizerException(String message) {
        super(message);
    }

    TokenizerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
