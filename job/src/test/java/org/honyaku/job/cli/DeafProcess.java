package org.honyaku.job.cli;

import java.time.Duration;
import org.honyaku.job.StopButton;

/** Listens to signals, does nothing about them, and would never end. The argument is how long it may take to end after one. */
final class DeafProcess {

    private DeafProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        StopSignals.listen(new StopButton(), System.err, Duration.parse(arguments[0]));
        System.out.println("listening");
        Thread.sleep(Long.MAX_VALUE);
    }
}
