package org.honyaku.job.memory;

import java.io.IOException;

/** Another run took this one for dead, and has removed what it had not published. The same command goes on where it was. */
public final class TakenForDeadException extends IOException {

    private static final long serialVersionUID = 1L;

    TakenForDeadException(String message) {
        super(message);
    }
}
