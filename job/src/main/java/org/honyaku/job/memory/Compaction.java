package org.honyaku.job.memory;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.ResultColumn;

/**
 * Makes one generation of the last one and the waves since: each key once, in files of a good size. The number of files stays
 * bounded that way, however many nights there are.
 */
public final class Compaction {

    /** Of waves that were not compacted. Listing and opening so many takes well under a second. */
    private static final int MOST_FILES = 100;

    private static final long BYTES_PER_FILE = 128L << 20;
    private static final String NAME = "generation";

    private Compaction() {}

    /** Compacts a memory of which the waves have become too many files; at the beginning of a run and at its end. */
    public static void ifDue(SparkSession spark, MemoryFolder memory) throws IOException {
        MemoryContents contents = memory.list();
        if (memory.size(MemoryContents.of(contents.waves())).files() > MOST_FILES) {
            replace(spark, memory, contents, MemoryRows.best(MemoryRows.all(spark, contents)));
        }
    }

    /**
     * Publishes a generation with {@code rows}, each key once, in place of {@code contents}.
     *
     * @throws IllegalStateException if other rows were written than were to be; nothing is published then
     */
    static void replace(SparkSession spark, MemoryFolder memory, MemoryContents contents, Dataset<Row> rows)
            throws IOException {
        Column key = col(ResultColumn.TRANSLATION_KEY.columnName());
        int parts = (int) (memory.size(contents).bytes() / BYTES_PER_FILE + 1);
        String folder = memory.work(NAME).toString();
        rows.repartitionByRange(parts, col(MemoryRows.SETTINGS), key)
                .sortWithinPartitions(col(MemoryRows.SETTINGS), key)
                .write()
                .mode(SaveMode.Overwrite) // of an earlier try
                .parquet(folder);
        long written = spark.read().parquet(folder).count();
        long expected = rows.select(key).distinct().count();
        if (written != expected) {
            throw new IllegalStateException("the translation memory has " + expected + " keys, but " + written
                    + " rows were written when it was compacted; it stays as it was");
        }
        memory.publishGeneration(NAME, contents);
    }
}
