package org.honyaku.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.RunCounters;
import org.honyaku.spark.TranslatePartitions;
import org.honyaku.spark.TranslateSettings;

/**
 * The texts that a run has to translate, each once. They are written down before the first is translated: the corpus is read once
 * for them, their number is known, and an executor that dies takes none of them with it.
 *
 * @param rows one column, {@link Corpus#SOURCE_TEXT}
 * @param texts how many
 * @param characters of all texts together
 */
record PendingTexts(Dataset<Row> rows, long texts, long characters) {

    /** Tasks beyond one for each core even out executors of different speed; within one JVM all tasks share an engine anyway. */
    private static final int TASKS_PER_CORE_ON_A_CLUSTER = 3;

    /** Long enough for the engine to be full most of the time, short enough for a lost task to be no great loss. */
    private static final int TEXTS_PER_TASK = 4096;

    /** Writes the distinct texts of {@code corpus} to {@code folder}. */
    static PendingTexts write(Corpus corpus, String folder) {
        corpus.distinctTexts().write().parquet(folder);
        Dataset<Row> rows = corpus.rows().sparkSession().read().parquet(folder);
        Row totals = rows.agg(count(lit(1)), coalesce(sum(length(col(Corpus.SOURCE_TEXT))), lit(0L)))
                .head();
        return new PendingTexts(rows, totals.getLong(0), totals.getLong(1));
    }

    /**
     * The results of all texts, one row each, with the {@link ResultColumn}s and no other column. Each partition has its share of all
     * lengths, and begins with its longest texts: what is left for the end of the run is short.
     */
    Dataset<Row> translate(TranslationRun run, EngineFactory engines, RunCounters counters) {
        SparkSession spark = rows.sparkSession();
        TranslateSettings settings = run.translate();
        RowSchema schema = RowSchema.extend(rows.schema(), "");
        var translate = new TranslatePartitions(settings, schema, Corpus.SOURCE_TEXT, engines, counters);
        return rows.repartition(partitions(run, spark))
                .sortWithinPartitions(octet_length(col(Corpus.SOURCE_TEXT)).desc())
                .mapPartitions(translate, Encoders.row(schema.output()))
                .drop(Corpus.SOURCE_TEXT);
    }

    private int partitions(TranslationRun run, SparkSession spark) {
        if (run.partitions() > 0) {
            return run.partitions();
        }
        int cores = spark.sparkContext().defaultParallelism();
        int balanced = spark.sparkContext().isLocal() ? cores : TASKS_PER_CORE_ON_A_CLUSTER * cores;
        return (int) Math.max(balanced, texts / TEXTS_PER_TASK);
    }
}
