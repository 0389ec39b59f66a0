package org.honyaku.job;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What happens to a process, or to one operation in it. */
enum Ending {
    /** The operation fails as on a broken disk, once. */
    EXCEPTION,
    /** As after an abort in native code. */
    ABORT,
    /** As after SIGKILL, or the kernel's choice when memory is short. */
    KILL,
    /** The signal of an operator or a scheduler; the process has a while to end by itself. */
    SIGTERM;

    static final String MESSAGE = "Input/output error";

    private static final int SIGNALLED = 128;
    private static final int SIGABRT = 6;
    private static final int SIGKILL = 9;

    void happen() throws IOException {
        switch (this) {
            case EXCEPTION -> throw new IOException(MESSAGE);
            case ABORT -> Runtime.getRuntime().halt(SIGNALLED + SIGABRT);
            case KILL -> Runtime.getRuntime().halt(SIGNALLED + SIGKILL);
            case SIGTERM -> terminate();
        }
    }

    /** Until the signal has arrived and the run has heard of it, this goes no further. */
    private static void terminate() throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-TERM", self).start().waitFor();
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            // The run cancels its tasks: the signal was heard.
            Thread.currentThread().interrupt();
        }
    }
}
