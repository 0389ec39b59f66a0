package org.honyaku.spark;

import java.time.Duration;
import java.util.function.Supplier;
import org.honyaku.engine.RunningStep;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a model's steps come to their end, on a thread of its own. A step may take {@code stepSeconds}, and as much again for
 * each {@value #TOKENS} tokens that it computes: an engine that is only slow has nothing to fear.
 */
final class Watchdog implements AutoCloseable {

    static final int TOKENS = 64;

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LIMIT = 8;

    private final Supplier<@Nullable RunningStep> running;
    private final double stepSeconds;
    private final Runnable onHang;
    private final Thread thread = new Thread(this::watch, "honyaku-watchdog");

    private Watchdog(Supplier<@Nullable RunningStep> running, double stepSeconds, Runnable onHang) {
        this.running = running;
        this.stepSeconds = stepSeconds;
        this.onHang = onHang;
    }

    /**
     * Begins to look.
     *
     * @param running the step that the model is at
     * @param onHang called once, on the watchdog's thread
     */
    static Watchdog start(Supplier<@Nullable RunningStep> running, double stepSeconds, Runnable onHang) {
        var watchdog = new Watchdog(running, stepSeconds, onHang);
        watchdog.thread.setDaemon(true);
        watchdog.thread.start();
        return watchdog;
    }

    private void watch() {
        long interval = Math.min(LONGEST_INTERVAL.toNanos(), (long) (stepSeconds * 1e9 / LOOKS_PER_LIMIT));
        try {
            while (!isHanging(running.get())) {
                Thread.sleep(Duration.ofNanos(interval).toMillis() + 1);
            }
            onHang.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isHanging(@Nullable RunningStep step) {
        if (step == null) {
            return false;
        }
        double limit = stepSeconds * (1 + (double) step.tokens() / TOKENS);
        return System.nanoTime() - step.startedNanos() > limit * 1e9;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
