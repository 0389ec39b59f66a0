package org.honyaku.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.octet_length;

import java.io.IOException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.memory.MemoryFolder;
import org.honyaku.job.memory.MemoryRows;
import org.honyaku.spark.CrashJournals;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.Precautions;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.RunCounters;
import org.honyaku.spark.StopSignal;
import org.honyaku.spark.TranslatePartitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How texts are translated and added to the memory: into a folder of their own, of which the rows are counted before a rename
 * publishes it.
 *
 * <p>Where so many executors die under a job that Spark gives it up, it is done again; texts that were under way then are left out.
 *
 * @param engines how an executor without an engine loads one
 * @param journals what the executors are at
 * @param stop makes the tasks end early
 */
record WaveTranslation(
        TranslationRun run,
        EngineFactory engines,
        RunCounters counters,
        MemoryFolder memory,
        CrashJournals journals,
        StopSignal stop) {

    private static final Logger LOG = LoggerFactory.getLogger(WaveTranslation.class);

    /** Tasks beyond one for each core even out executors of different speed; within one JVM all tasks share an engine anyway. */
    private static final int TASKS_PER_CORE_ON_A_CLUSTER = 3;

    /** Long enough for the engine to be full most of the time, short enough for a lost task to be no great loss. */
    private static final int TEXTS_PER_TASK = 4096;

    /** How often a job is begun. Mostly Spark has then seen one task fail four times. */
    private static final int MOST_BEGINNINGS = 10;

    /** Translates a wave and publishes what came out: all but texts with which executors died, and what a stop has left. */
    void translate(PendingTexts pending, Wave wave) throws IOException {
        Dataset<Row> texts = pending.of(wave);
        translate(texts, texts.count(), wave.name(), false);
    }

    /** Translates texts one at a time in each executor, while nothing else is translated, and publishes what came out. */
    void translateAlone(Dataset<Row> texts, long count, String name) throws IOException {
        translate(texts, count, name, true);
    }

    private void translate(Dataset<Row> texts, long count, String name, boolean alone) throws IOException {
        if (count == 0) {
            return;
        }
        for (int beginning = 1; !begin(texts, count, name, beginning, alone); beginning++) {
            LOG.warn("{} is begun again, since executors died again and again", name);
        }
    }

    /** Whether the wave has come to its end; the last beginning throws where it has not. */
    private boolean begin(Dataset<Row> texts, long count, String name, int beginning, boolean alone)
            throws IOException {
        boolean last = beginning == MOST_BEGINNINGS;
        String folder = beginning == 1 ? name : name + "-again-" + beginning;
        try {
            write(results(texts, count, alone), folder);
        } catch (Exception e) { // Spark throws what it does not declare
            if (last || stop.wasRaised() || !RunFailure.isLostExecutor(e)) {
                throw e;
            }
            return false;
        }
        return publish(folder, count, last);
    }

    private void write(Dataset<Row> results, String folder) {
        MemoryRows.toStore(results, run.settingsId(), memory.user().run())
                .write()
                .parquet(memory.work(folder).toString());
    }

    /**
     * Whether the rows that are not there are explained, and so the others published. Where tasks of a job that Spark gave up, or of an
     * earlier attempt, are still under way, their texts look like those of a dead process: this one leaves them out, and then they
     * are given back.
     */
    private boolean publish(String folder, long count, boolean last) throws IOException {
        long written = memory.countRows(folder);
        long missing = count - written;
        boolean leftOut =
                missing > 0 && (stop.wasRaised() || missing <= journals.read().size());
        boolean explained = missing == 0 || leftOut;
        if (!explained && (last || missing < 0)) {
            throw new IllegalStateException("%s has %,d texts, but %,d rows were written; it is not published"
                    .formatted(folder, count, written));
        }
        if (explained && written > 0) {
            memory.publishWave(folder, written);
        }
        return explained;
    }

    /**
     * The results of {@code texts}, with the {@link ResultColumn}s. Each partition has its share of all lengths, and begins with its
     * longest texts: what is left for the end of the wave is short.
     */
    private Dataset<Row> results(Dataset<Row> texts, long count, boolean alone) {
        RowSchema schema = RowSchema.extend(texts.schema(), "");
        var precautions = new Precautions(journals, journals.read(), alone);
        var translate = new TranslatePartitions(
                run.translate(), schema, Corpus.SOURCE_TEXT, engines, counters, stop, precautions);
        String attempts = ResultColumn.ATTEMPTS.columnName();
        Column ofAllRuns = col(attempts).plus(col(Corpus.EARLIER_ATTEMPTS));
        return texts.repartition(alone ? (int) count : partitions(texts.sparkSession(), count))
                .sortWithinPartitions(octet_length(col(Corpus.SOURCE_TEXT)).desc())
                .mapPartitions(translate, Encoders.row(schema.output()))
                .withColumn(attempts, ofAllRuns);
    }

    private int partitions(SparkSession spark, long count) {
        if (run.partitions() > 0) {
            return run.partitions();
        }
        int cores = spark.sparkContext().defaultParallelism();
        int balanced = spark.sparkContext().isLocal() ? cores : TASKS_PER_CORE_ON_A_CLUSTER * cores;
        return (int) Math.max(balanced, count / TEXTS_PER_TASK);
    }
}
