package org.honyaku.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.honyaku.engine.RunningStep;

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

    private final Supplier<List<RunningStep>> running;
    private final double stepSeconds;
    private final Runnable onHang;
    private final Thread thread = new Thread(this::watch, "honyaku-watchdog");

    private Watchdog(Supplier<List<RunningStep>> running, double stepSeconds, Runnable onHang) {
        this.running = running;
        this.stepSeconds = stepSeconds;
        this.onHang = onHang;
    }

    /**
     * Begins to look.
     *
     * @param running the steps that the model is at
     * @param onHang called once, on the watchdog's thread
     */
    static Watchdog start(Supplier<List<RunningStep>> running, double stepSeconds, Runnable onHang) {
        var watchdog = new Watchdog(running, stepSeconds, onHang);
        watchdog.thread.setDaemon(true);
        watchdog.thread.start();
        return watchdog;
    }

    private void watch() {
        double interval = Math.min(LONGEST_INTERVAL_SECONDS, stepSeconds / LOOKS_PER_LIMIT);
        Map<RunningStep, Double> seconds = Map.of();
        try {
            while (seconds.entrySet().stream().allMatch(step -> step.getValue() <= limit(step.getKey()))) {
                long before = System.nanoTime();
                Thread.sleep((long) (interval * 1_000) + 1);
                List<RunningStep> now = running.get();
                double slept = Math.min((System.nanoTime() - before) / 1e9, LONGEST_SLEEP_SECONDS);
                seconds = grown(seconds, now, slept);
            }
            onHang.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long each of the steps {@code now} has been seen: those that were seen before have grown older. */
    private static Map<RunningStep, Double> grown(
            Map<RunningStep, Double> before, List<RunningStep> now, double slept) {
        Map<RunningStep, Double> grown = new HashMap<>();
        for (RunningStep step : now) {
            Double seen = before.get(step);
            grown.put(step, seen == null ? 0 : seen + slept);
        }
        return grown;
    }

    private double limit(RunningStep step) {
        return stepSeconds * (1 + (double) step.tokens() / TOKENS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
