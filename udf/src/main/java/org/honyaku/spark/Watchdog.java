package org.honyaku.spark;

import java.util.function.Supplier;
import org.honyaku.engine.RunningStep;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a model's steps come to their end, on a thread of its own. A step may take {@code stepSeconds}, and as much again for
 * each {@value #TOKENS} tokens that it computes: an engine that is only slow has nothing to fear. Nor has one that was stopped with its
 * whole process or machine for a while: time counts in which the watchdog looked.
 */
final class Watchdog implements AutoCloseable {

    static final int TOKENS = 64;

    private static final double LONGEST_INTERVAL_SECONDS = 1;
    private static final double LONGEST_SLEEP_SECONDS = 2 * LONGEST_INTERVAL_SECONDS;
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
        double interval = Math.min(LONGEST_INTERVAL_SECONDS, stepSeconds / LOOKS_PER_LIMIT);
        RunningStep step = null;
        double seen = 0;
        try {
            while (step == null || seen <= limit(step)) {
                long before = System.nanoTime();
                Thread.sleep((long) (interval * 1_000) + 1);
                RunningStep now = running.get();
                double slept = Math.min((System.nanoTime() - before) / 1e9, LONGEST_SLEEP_SECONDS);
                seen = now != null && now.equals(step) ? seen + slept : 0;
                step = now;
            }
            onHang.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private double limit(RunningStep step) {
        return stepSeconds * (1 + (double) step.tokens() / TOKENS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
