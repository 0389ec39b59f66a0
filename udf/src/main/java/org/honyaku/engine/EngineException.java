package org.honyaku.engine;

import org.jspecify.annotations.Nullable;

/** The engine as a whole cannot go on; every request without a result gets this. */
public final class EngineException extends RuntimeException {

    EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
