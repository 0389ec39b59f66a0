package org.honyaku.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.memory.MemoryFolder;
import org.honyaku.job.memory.MemoryRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a run: the corpus, joined with the memory, becomes the output. An output that is that already stays as it is.
 *
 * @param corpus whose texts are all translated, or have failed
 * @param effort what the run has had to do for it
 */
record OutputUpdate(
        SparkSession spark,
        TranslationRun run,
        Corpus corpus,
        OutputFolder output,
        MemoryFolder memory,
        Stopping stopping,
        Effort effort) {

    private static final Logger LOG = LoggerFactory.getLogger(OutputUpdate.class);

    /**
     * @param translating time from the first text to the last one
     * @param begunNanos when the run began, by {@link System#nanoTime}
     * @param modelLoads one line for each
     */
    record Effort(Duration translating, long begunNanos, List<String> modelLoads) {}

    /**
     * Publishes the output, if it is another one than before.
     *
     * @throws CancellationException if the run is to stop
     */
    RunReport bring() throws IOException {
        var contents = memory.atOpening().plus(memory.published());
        Dataset<Row> results = MemoryRows.results(
                spark, contents, run.settingsId(), memory.user().run());
        Dataset<Row> rows = corpus.join(results, run.translate());
        Optional<RunReport> kept = memory.published().isEmpty() ? keep(rows) : Optional.empty();
        return kept.isPresent() ? kept.get() : write(rows);
    }

    private RunReport write(Dataset<Row> rows) throws IOException {
        rows.write().parquet(output.staged());
        corpus.census().requireUnchanged(spark);
        Dataset<Row> written = spark.read().parquet(output.staged());
        Totals totals = Totals.ofOutput(written, run.outputPrefix());
        List<OutputFile> files = OutputFile.all(spark, corpus.census().opener(), output.staged());
        Accounts.check(corpus.census(), totals, files);
        RunReport report = report(totals, MalformedRows.of(written, corpus), false);
        output.attach(RunRecord.FILE, record(report, files));
        stopping.requireGoingOn();
        switch (run.outputFormat()) {
            case PARQUET -> output.publish();
            case DELTA -> output.commit(written, totals.allRows());
        }
        return report;
    }

    /**
     * Nothing was translated, and the record of the published output is of this input: then the rows that would be written are compared with
     * it, and the files that are there with those that it names.
     */
    private Optional<RunReport> keep(Dataset<Row> rows) throws IOException {
        Optional<PublishedRecord> published = output.publishedRecord(spark);
        if (published.isEmpty() || !published.get().isOf(run, corpus.census())) {
            return Optional.empty();
        }
        Totals totals = Totals.ofOutput(rows, run.outputPrefix());
        corpus.census().requireUnchanged(spark);
        RunReport report = report(totals, MalformedRows.of(corpus.rows(), corpus), true);
        String record = record(report, publishedFiles());
        stopping.requireGoingOn();
        return published.get().saysTheSameAs(record) ? Optional.of(report) : Optional.empty();
    }

    /** Those of a table are its own affair. What cannot be read is not what was written. */
    private List<OutputFile> publishedFiles() {
        if (run.outputFormat() == OutputFormat.DELTA) {
            return List.of();
        }
        try {
            return OutputFile.all(spark, corpus.census().opener(), run.output());
        } catch (Exception e) { // Spark throws what it does not declare
            LOG.warn("the output {} cannot be read any more and is written anew: {}", run.output(), e.toString());
            return List.of();
        }
    }

    private String record(RunReport report, List<OutputFile> files) {
        return RunRecord.of(memory.user().run(), run, corpus.census(), files, report, Instant.now());
    }

    private RunReport report(Totals totals, MalformedRows malformed, boolean kept) {
        return new RunReport(
                run.output(),
                MemoryLocation.of(run),
                totals,
                malformed,
                Totals.of(MemoryRows.written(spark, memory.published())),
                effort.translating(),
                Duration.ofNanos(System.nanoTime() - effort.begunNanos()),
                effort.modelLoads(),
                run.maxFailedShare(),
                kept);
    }
}
