package org.honyaku.job;

import org.jspecify.annotations.Nullable;

/**
 * Ends the command for a reason that the user can act on. The message is all that is shown, so it says what is wrong, why, and
 * what to do, with the values in it; the stack trace appears with {@code --debug} only.
 */
public class UserException extends RuntimeException {

    private final ExitCode exitCode;

    public UserException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public UserException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
