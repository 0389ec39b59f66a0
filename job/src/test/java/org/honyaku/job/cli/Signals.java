package org.honyaku.job.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.honyaku.job.StopButton;

/** What {@code honyaku translate} does about signals, for processes of tests that are no command. */
public final class Signals {

    private Signals() {}

    /** Begins to listen, for the rest of the process's life. */
    public static void listen(StopButton button) {
        StopSignals.listen(button, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
}
