package org.honyaku.job.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.util.SignalUtils;
import org.honyaku.job.ExitCode;
import org.honyaku.job.StopButton;
import org.honyaku.spark.ProcessEnd;

/**
 * SIGTERM and Ctrl-C press the button of the run instead of ending the process in the middle of something. The process ends within a
 * minute all the same, and at once at a second signal: what is published by then stays, the rest is done again by the next run.
 */
final class StopSignals {

    private static final Duration LIMIT = Duration.ofSeconds(50);

    /** Who stops a group of processes reaches this one twice: directly, and through the launcher. */
    private static final Duration SAME_SIGNAL = Duration.ofSeconds(1);

    private static final AtomicLong FIRST = new AtomicLong();

    private StopSignals() {}

    /** Begins to listen, for the rest of the process's life. */
    static void listen(StopButton button, PrintStream err) {
        for (String signal : new String[] {"TERM", "INT"}) {
            SignalUtils.register(signal, () -> {
                FIRST.compareAndSet(0, System.nanoTime());
                if (button.press("by a signal")) {
                    err.println("Stopping: what is translated is kept. Another signal ends the process at once.");
                    endLater();
                } else if (System.nanoTime() - FIRST.get() > SAME_SIGNAL.toNanos()) {
                    end();
                }
                return true;
            });
        }
    }

    private static void endLater() {
        var thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        end();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "honyaku-stop-limit");
        thread.setDaemon(true);
        thread.start();
    }

    /** Without shutdown hooks, one of which may be what hangs, and while libtorch computes. */
    private static void end() {
        ProcessEnd.now(ExitCode.DEADLINE.number());
    }
}
