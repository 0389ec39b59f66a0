package org.honyaku.job.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.service.launcher.IrqHandler;
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
    static final Duration SAME_SIGNAL = Duration.ofSeconds(1);

    private static final AtomicLong FIRST = new AtomicLong();

    private StopSignals() {}

    /** Begins to listen, for the rest of the process's life. */
    static void listen(StopButton button, PrintStream err) {
        listen(button, err, LIMIT);
    }

    static void listen(StopButton button, PrintStream err, Duration limit) {
        for (String signal : new String[] {IrqHandler.SIGTERM, IrqHandler.CONTROL_C}) {
            // Not Spark's: it puts the default, which is to end, in its own place while it is at a signal.
            new IrqHandler(signal, caught -> act(button, err, limit)).bind();
        }
    }

    private static void act(StopButton button, PrintStream err, Duration limit) {
        FIRST.compareAndSet(0, System.nanoTime());
        if (button.press("by a signal")) {
            err.println("Stopping: what is translated is kept. Another signal ends the process at once.");
            endLater(limit);
        } else if (System.nanoTime() - FIRST.get() > SAME_SIGNAL.toNanos()) {
            end();
        }
    }

    private static void endLater(Duration limit) {
        var thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
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
