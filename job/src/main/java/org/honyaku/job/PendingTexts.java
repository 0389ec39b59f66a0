package org.honyaku.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.memory.MemoryRows;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.TranslateSettings;

/**
 * The texts that a run has to translate, each once. They are written down before the first is translated: the corpus is read once
 * for them, their number is known, and an executor that dies takes none of them with it.
 *
 * @param ordered columns {@link Corpus#SOURCE_TEXT}, {@link Corpus#EARLIER_ATTEMPTS}, {@link MemoryRows#DEADLY} and {@link #POSITION}, sorted
 *     by the last
 * @param line which has a place for each of them
 */
record PendingTexts(Dataset<Row> ordered, WorkLine line) {

    /** Where on the {@link WorkLine} a text lies. */
    static final String POSITION = "position";

    private static final int TEXTS_PER_FILE = 200_000;

    /** Writes {@code texts}, as {@link Corpus#pending} gives them, to {@code folder}. */
    static PendingTexts write(Dataset<Row> texts, String folder) {
        SparkSession spark = texts.sparkSession();
        texts.write().parquet(folder + "/found");
        Dataset<Row> found = spark.read().schema(texts.schema()).parquet(folder + "/found");
        WorkLine line = WorkLine.of(found);
        int files = (int) (line.texts() / TEXTS_PER_FILE + 1);
        Dataset<Row> placed = found.withColumn(POSITION, line.position());
        placed.repartitionByRange(files, col(POSITION))
                .sortWithinPartitions(POSITION)
                .write()
                .parquet(folder + "/ordered");
        return new PendingTexts(spark.read().schema(placed.schema()).parquet(folder + "/ordered"), line);
    }

    /** The texts of a wave: all that lie there but those with which a process died in an earlier run, which must take none with them. */
    Dataset<Row> of(Wave wave) {
        Column position = col(POSITION);
        return ordered.filter(position.geq(wave.start()).and(position.lt(wave.end())))
                .filter(not(col(MemoryRows.DEADLY)))
                .drop(POSITION, MemoryRows.DEADLY);
    }

    /** The texts that are in none of these waves. */
    Dataset<Row> without(List<Path> published, TranslateSettings settings) {
        SparkSession spark = ordered.sparkSession();
        String key = ResultColumn.TRANSLATION_KEY.columnName();
        UserDefinedFunction keyOf = udf(new TextKey(settings), DataTypes.StringType);
        Dataset<Row> done = MemoryRows.written(spark, published).select(key);
        Dataset<Row> texts = ordered.drop(POSITION, MemoryRows.DEADLY);
        Column keyOfText = keyOf.apply(texts.col(Corpus.SOURCE_TEXT));
        return texts.join(done, keyOfText.equalTo(done.col(key)), "left_anti");
    }

    /** What {@link #of} and {@link #without} have. */
    StructType textSchema() {
        return ordered.drop(POSITION, MemoryRows.DEADLY).schema();
    }
}
