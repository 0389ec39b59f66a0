package org.honyaku.job.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.honyaku.job.ExitCode;
import org.honyaku.spark.ProcessEnd;

/**
 * {@code bin/honyaku} where it waits for this process and starts it anew when it dies: {@code HONYAKU_LAUNCHER} is its process number
 * then, and {@code HONYAKU_STARTED} the second at which it started the first one.
 */
final class Launcher {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private Launcher() {}

    /** When the run began that this process is perhaps not the first of: limits of time hold for all of them together. */
    static ZonedDateTime started() {
        return number("HONYAKU_STARTED")
                .map(second -> Instant.ofEpochSecond(second).atZone(ZoneId.systemDefault()))
                .orElseGet(() -> ZonedDateTime.now(ZoneId.systemDefault()));
    }

    /** Ends this process soon after the launcher, which nobody else does where that was killed without a chance to say a word. */
    static void endWithIt() {
        Optional<Long> launcher = number("HONYAKU_LAUNCHER");
        if (launcher.isEmpty()) {
            return;
        }
        var thread = new Thread(() -> watch(launcher.get()), "honyaku-launcher-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch(long launcher) {
        try {
            while (ProcessHandle.current().parent().map(ProcessHandle::pid).equals(Optional.of(launcher))) {
                Thread.sleep(INTERVAL.toMillis());
            }
            ProcessEnd.now(ExitCode.DEADLINE.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Long> number(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }
}
