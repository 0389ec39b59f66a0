package org.honyaku.job;

import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.TranslateSettings;

/**
 * The rows to translate.
 *
 * @param rows all input columns
 * @param text the column to translate
 * @param schema of the output
 */
record Corpus(Dataset<Row> rows, Column text, RowSchema schema) {

    /** The column of {@link #distinctTexts}. */
    static final String SOURCE_TEXT = "source_text";

    /** Every text once; null counts as a text. */
    Dataset<Row> distinctTexts() {
        return rows.select(text.as(SOURCE_TEXT)).distinct();
    }

    /**
     * Every input row once, with its columns first and its results after them. Rows keep the order of their input file where Spark
     * sends the results to every task (a broadcast join, up to {@code spark.sql.autoBroadcastJoinThreshold}); where it shuffles,
     * they do not.
     *
     * @param results one row for each key, with the {@link ResultColumn}s under their unprefixed names
     */
    Dataset<Row> join(Dataset<Row> results, TranslateSettings settings) {
        String keyName = schema.nameOf(ResultColumn.TRANSLATION_KEY);
        var keyOf = udf(new TextKey(settings), DataTypes.StringType);
        Dataset<Row> keyed = rows.withColumn(keyName, keyOf.apply(text));
        Column key = Columns.of(keyed, keyName);
        Stream<Column> input = Arrays.stream(schema.input().fieldNames()).map(name -> Columns.of(keyed, name));
        Stream<Column> added = Arrays.stream(ResultColumn.values()).map(column -> switch (column) {
            case TRANSLATION_KEY -> key;
            default -> results.col(column.columnName()).as(schema.nameOf(column));
        });
        return keyed.join(results, key.equalTo(results.col(ResultColumn.TRANSLATION_KEY.columnName())), "left")
                .select(Stream.concat(input, added).toArray(Column[]::new));
    }
}
