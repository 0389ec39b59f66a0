package org.honyaku.job.storage;

import java.io.IOException;

/** Another run writes to the same folder. Nothing was written to it by this one. */
public final class BusyException extends IOException {

    BusyException(String message) {
        super(message);
    }
}
