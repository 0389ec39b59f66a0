package org.honyaku.spark;

/** The engine of an executor could not be loaded, or failed while it ran. It fails the task, never a row. */
public final class EngineFailedException extends RuntimeException {

    EngineFailedException(String message, Throwable cause) {
        super(message + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
