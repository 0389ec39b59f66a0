package org.honyaku.job.local;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.honyaku.engine.EngineStats;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Refused;
import org.honyaku.engine.TokenIds;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.model.StepTimes;
import org.honyaku.model.TorchLanguageModel;

/**
 * Measures an engine on its own: all rows are submitted at once and the clock stops with the last of them. Everything of the model is
 * touched before the clock starts, by one prompt that is not counted.
 */
final class Benchmark {

    /** Enough to fill the slots twice and more; a long workload is not run twice for its profile. */
    private static final int MOST_PROFILED_ROWS = 256;

    private final GenerationEngine engine;
    private final List<BenchRow> rows;
    private final int sequences;
    private final int sharedTokens;

    /** @param sequences that the engine runs at once, at most */
    Benchmark(GenerationEngine engine, List<BenchRow> rows, int sequences) {
        this.engine = engine;
        this.rows = rows;
        this.sequences = sequences;
        this.sharedTokens = sharedTokens(rows);
    }

    /** @throws UserException if the engine can never run one of the rows */
    Measurement run() {
        firstToken();
        double startToFirstTokenSeconds = secondsSinceTheProcessStarted();
        long alone = System.nanoTime();
        firstToken();
        double firstTokenSeconds = secondsSince(alone);
        EngineStats before = engine.stats();
        long start = System.nanoTime();
        double[] ends = complete(rows);
        double seconds = secondsSince(start);
        double tailSeconds = ends[ends.length - 1] - ends[Math.max(0, ends.length - 1 - sequences / 2)];
        return new Measurement(
                rows,
                sharedTokens,
                engine.lanes(),
                seconds,
                tailSeconds,
                firstTokenSeconds,
                startToFirstTokenSeconds,
                before,
                engine.stats());
    }

    /** Where the time of a step goes, by a run of its own: {@code model}, which the engine runs, is slower under the profiler. */
    StepTimes profile(TorchLanguageModel model) {
        model.startProfile();
        complete(rows.subList(0, Math.min(rows.size(), MOST_PROFILED_ROWS)));
        return model.stopProfile();
    }

    /** Returns when each row was done, in seconds, in ascending order. */
    private double[] complete(List<BenchRow> some) {
        long start = System.nanoTime();
        List<CompletableFuture<Ended>> rowEnds = some.stream()
                .map(row -> engine.submit(row.request(sharedTokens))
                        .thenApply(result -> new Ended(result, secondsSince(start))))
                .toList();
        double[] ends = new double[some.size()];
        for (int index = 0; index < ends.length; index++) {
            Ended ended = rowEnds.get(index).join();
            requireCompleted(ended.result(), index);
            ends[index] = ended.seconds();
        }
        Arrays.sort(ends);
        return ends;
    }

    private record Ended(GenerationResult result, double seconds) {}

    /** The first row's prompt alone, for one token; it shares nothing, so that it leaves nothing behind. */
    private void firstToken() {
        var request = GenerationRequest.greedy(rows.get(0).promptIds(), 1, TokenIds.of());
        requireCompleted(engine.submit(request).join(), 0);
    }

    private static void requireCompleted(GenerationResult result, int index) {
        if (result instanceof Refused refused) {
            throw new UserException(
                    ExitCode.INPUT, "row " + (index + 1) + " of the workload does not fit: " + refused.message());
        }
    }

    /** What all prompts begin with, short of any whole prompt. */
    private static int sharedTokens(List<BenchRow> rows) {
        TokenIds first = rows.get(0).promptIds();
        int shared = rows.size() == 1 ? 0 : first.size();
        for (BenchRow row : rows) {
            shared = Math.min(
                    shared,
                    Math.min(
                            first.commonPrefix(row.promptIds()), row.promptIds().size() - 1));
        }
        return shared;
    }

    private static double secondsSinceTheProcessStarted() {
        long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        return (System.currentTimeMillis() - startMillis) / (double) TimeUnit.SECONDS.toMillis(1);
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
