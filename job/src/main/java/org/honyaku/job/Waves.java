package org.honyaku.job;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts pending texts into waves and has them translated, two at a time.
 *
 * <p>Spark gives cores to the older one first, so the younger one begins where the older one has no task left to start, and the engines
 * do not idle while its last rows generate. A kill loses the open waves, and nothing else.
 */
final class Waves {

    private static final int OPEN = 2;

    private final WaveTranslation translation;
    private final WaveSizes sizes;
    private final Stopping stopping;

    Waves(WaveTranslation translation, TranslationRun run, Stopping stopping) {
        this.translation = translation;
        this.sizes = new WaveSizes(run.limits().waveTokens(), InstantSource.system());
        this.stopping = stopping;
    }

    private record Open(Wave wave, WaveSizes.Begun begun, Future<?> end) {}

    /**
     * Translates all texts, or those that can be until the run is to stop.
     *
     * @throws ExecutionException with the reason for which a wave failed
     */
    void translate(PendingTexts pending) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(OPEN);
        stopping.translating(true);
        try {
            translate(pending, threads);
        } finally {
            stopping.translating(false);
            threads.shutdownNow();
        }
    }

    private void translate(PendingTexts pending, ExecutorService threads)
            throws IOException, InterruptedException, ExecutionException {
        Deque<Open> open = new ArrayDeque<>();
        long start = 0;
        int number = 1;
        while (true) {
            while (start < pending.line().tokens()
                    && open.size() < OPEN
                    && stopping.reason().isEmpty()) {
                var wave = new Wave(number++, start, Math.min(pending.line().tokens(), start + sizes.next()));
                open.add(new Open(wave, sizes.begin(), threads.submit(() -> {
                    translation.translate(pending, wave);
                    return null;
                })));
                start = wave.end();
            }
            if (open.isEmpty()) {
                return;
            }
            Open oldest = open.remove();
            await(oldest, open);
            sizes.finish(oldest.begun(), oldest.wave().tokens());
        }
    }

    /** A wave that fails ends the run, but not before the other one has had its chance to be published. */
    private void await(Open oldest, Deque<Open> others) throws IOException, InterruptedException, ExecutionException {
        try {
            oldest.end().get();
        } catch (ExecutionException e) {
            stopping.raise();
            for (Open other : others) {
                try {
                    other.end().get();
                } catch (ExecutionException second) {
                    e.addSuppressed(second);
                }
            }
            throw e;
        }
    }
}
