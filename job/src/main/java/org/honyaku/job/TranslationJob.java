package org.honyaku.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.ExecutorEngine;
import org.honyaku.spark.RunCounters;
import org.honyaku.spark.TorchEngineFactory;

/**
 * Translates a corpus: the whole way from its files to published Parquet.
 *
 * <ol>
 *   <li>Every text of the corpus once, longest first, goes through the executors' engines; the results are written beside the output.
 *   <li>The corpus is joined with the results: every input row, with all its columns, exactly once.
 *   <li>The rows that were written are read again and counted against the input, and published by a rename.
 * </ol>
 *
 * <p>Spark repeats a failed task on another executor, up to {@code spark.task.maxFailures}; in local mode it repeats nothing unless
 * the master says so ({@code local[4,3]}).
 */
public final class TranslationJob {

    private TranslationJob() {}

    /**
     * Runs {@code run} to its end.
     *
     * @throws UserException where somebody can do something about it; its exit code says who
     */
    public static RunReport run(SparkSession spark, TranslationRun run, ProgressDisplay display) {
        return run(spark, run, display, new TorchEngineFactory());
    }

    static RunReport run(SparkSession spark, TranslationRun run, ProgressDisplay display, EngineFactory engines) {
        SparkRules.check(spark);
        String runId = UUID.randomUUID().toString();
        try (var output = OutputFolder.prepare(spark.sparkContext().hadoopConfiguration(), run, runId);
                var progress = Progress.start(spark.sparkContext(), display)) {
            return translate(spark, run, engines, output, progress);
        } catch (Exception e) {
            throw RunFailure.of(e, run);
        } finally {
            ExecutorEngine.closeUnused();
        }
    }

    private static RunReport translate(
            SparkSession spark, TranslationRun run, EngineFactory engines, OutputFolder output, Progress progress)
            throws IOException {
        long start = System.nanoTime();
        Corpus corpus = CorpusReader.read(spark, run);
        long rowsIn = corpus.rows().count();
        RunCounters counters = RunCounters.register(spark.sparkContext());
        PendingTexts pending = PendingTexts.write(corpus, output.pending());
        progress.translating(pending.texts(), pending.characters());
        long begun = System.nanoTime();
        pending.translate(run, engines, counters).write().parquet(output.results());
        long translating = System.nanoTime() - begun;
        progress.writing();
        Dataset<Row> results = spark.read().parquet(output.results());
        corpus.join(results, run.translate()).write().parquet(output.staged());
        Dataset<Row> written = spark.read().parquet(output.staged());
        Totals totals = check(rowsIn, Totals.of(written, run.outputPrefix()));
        MalformedRows malformed = MalformedRows.of(written, corpus);
        Totals generated = Totals.of(results, "");
        var report = new RunReport(
                run.output(),
                totals,
                malformed,
                generated,
                Duration.ofNanos(translating),
                Duration.ofNanos(System.nanoTime() - start),
                counters.loadsSoFar(),
                run.maxFailedShare());
        output.attach(RunRecord.FILE, RunRecord.of(run, corpus.format(), report, Instant.now()));
        output.publish();
        return report;
    }

    private static Totals check(long rowsIn, Totals written) {
        if (written.allRows() != rowsIn) {
            throw new IllegalStateException("the input has " + rowsIn + " rows, but " + written.allRows()
                    + " were written; nothing was published");
        }
        return written;
    }
}
