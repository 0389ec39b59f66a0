package org.honyaku.job;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.memory.MemoryFolder;

/**
 * Translates what the waves have left out, texts that were under way when a process died, in this run or an earlier one: one at a time in each executor, after all
 * others, so that one that kills its process takes nothing else with it.
 *
 * <p>They are few, some for each process that died. What is done is published after a handful of them: in local mode the process that
 * dies is this one.
 */
final class Isolation {

    private static final int TEXTS_AT_ONCE = 16;
    private static final int TEXTS_AT_ONCE_PER_CORE = 4;

    private final SparkSession spark;
    private final WaveTranslation translation;
    private final MemoryFolder memory;
    private final Stopping stopping;

    Isolation(SparkSession spark, WaveTranslation translation, Stopping stopping) {
        this.spark = spark;
        this.translation = translation;
        this.memory = translation.memory();
        this.stopping = stopping;
    }

    /** The texts that waves have left out. */
    List<Row> leftOut(PendingTexts pending) {
        if (memory.publishedRows() == pending.line().texts()) {
            return List.of();
        }
        return pending.without(memory.published(), translation.run().translate())
                .collectAsList();
    }

    /** Translates {@code texts}, or those that can be until the run is to stop. */
    void translate(List<Row> texts, PendingTexts pending) throws IOException {
        stopping.translating(true);
        try {
            int atOnce = textsAtOnce();
            for (int from = 0; from < texts.size() && stopping.reason().isEmpty(); from += atOnce) {
                List<Row> some = texts.subList(from, Math.min(texts.size(), from + atOnce));
                Dataset<Row> rows = spark.createDataFrame(some, pending.textSchema());
                translation.translateAlone(rows, some.size(), "alone-" + (from / atOnce + 1));
            }
        } finally {
            stopping.translating(false);
        }
    }

    private int textsAtOnce() {
        int cores = spark.sparkContext().defaultParallelism();
        return spark.sparkContext().isLocal() ? TEXTS_AT_ONCE : Math.max(TEXTS_AT_ONCE, TEXTS_AT_ONCE_PER_CORE * cores);
    }
}
