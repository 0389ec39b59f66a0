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
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.RunCounters;
import org.honyaku.spark.StopSignal;
import org.honyaku.spark.TranslatePartitions;
import org.honyaku.spark.TranslationKey;

/**
 * How a wave is translated: into a folder of its own, of which the rows are counted before a rename publishes it.
 *
 * @param engines how an executor without an engine loads one
 * @param stop makes the tasks end early
 */
record WaveTranslation(
        TranslationRun run, EngineFactory engines, RunCounters counters, MemoryFolder memory, StopSignal stop) {

    /** Tasks beyond one for each core even out executors of different speed; within one JVM all tasks share an engine anyway. */
    private static final int TASKS_PER_CORE_ON_A_CLUSTER = 3;

    /** Long enough for the engine to be full most of the time, short enough for a lost task to be no great loss. */
    private static final int TEXTS_PER_TASK = 4096;

    /**
     * Translates a wave and publishes what came out.
     *
     * @throws IllegalStateException if rows are missing though no task was told to stop, or if there are too many
     */
    void translate(PendingTexts pending, Wave wave) throws IOException {
        Dataset<Row> texts = pending.of(wave);
        long count = texts.count();
        if (count == 0) {
            return;
        }
        String settings = new TranslationKey(run.translate()).settingsId();
        String folder = memory.work(wave.name()).toString();
        MemoryRows.toStore(results(texts, count), settings, memory.user().run())
                .write()
                .parquet(folder);
        long written = memory.countRows(wave.name());
        if (written > count || (written < count && !stop.wasRaised())) {
            throw new IllegalStateException("%s has %,d texts, but %,d rows were written; it is not published"
                    .formatted(wave.name(), count, written));
        }
        if (written > 0) {
            memory.publishWave(wave.name(), written);
        }
    }

    /**
     * The results of {@code texts}, with the {@link ResultColumn}s. Each partition has its share of all lengths, and begins with its
     * longest texts: what is left for the end of the wave is short.
     */
    private Dataset<Row> results(Dataset<Row> texts, long count) {
        RowSchema schema = RowSchema.extend(texts.schema(), "");
        var translate = new TranslatePartitions(run.translate(), schema, Corpus.SOURCE_TEXT, engines, counters, stop);
        String attempts = ResultColumn.ATTEMPTS.columnName();
        Column ofAllRuns = col(attempts).plus(col(Corpus.EARLIER_ATTEMPTS));
        return texts.repartition(partitions(texts.sparkSession(), count))
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
