package org.honyaku.job;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.honyaku.job.input.FileFormat;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.TranslateSettings;

/**
 * The rows to translate.
 *
 * @param format of the input's files
 * @param rows all input columns
 * @param text the column to translate
 * @param schema of the output
 * @param malformedColumn name of the {@link MalformedColumn}, which text files have and Parquet has not
 */
record Corpus(FileFormat format, Dataset<Row> rows, Column text, RowSchema schema, Optional<String> malformedColumn) {

    /** The column of {@link #distinctTexts}. */
    static final String SOURCE_TEXT = "source_text";

    /** Every text that can be translated once; null counts as a text. */
    Dataset<Row> distinctTexts() {
        Dataset<Row> good = malformedColumn
                .map(name -> rows.filter(Columns.of(rows, name).isNull()))
                .orElse(rows);
        return good.select(text.as(SOURCE_TEXT)).distinct();
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
            default -> value(column, keyed, results).as(schema.nameOf(column));
        });
        return keyed.join(results, key.equalTo(results.col(ResultColumn.TRANSLATION_KEY.columnName())), "left")
                .select(Stream.concat(input, added).toArray(Column[]::new));
    }

    /** What the results say, unless the record was malformed: another row may have the same text and a translation. */
    private Column value(ResultColumn column, Dataset<Row> keyed, Dataset<Row> results) {
        Column result = results.col(column.columnName());
        if (malformedColumn.isEmpty()) {
            return result;
        }
        Column malformed = Columns.of(keyed, malformedColumn.get());
        Column ofGoodRow = when(malformed.isNull(), result);
        return switch (column) {
            case STATUS -> ofGoodRow.otherwise(RowStatus.ERROR.columnValue());
            case ERROR -> ofGoodRow.otherwise(MalformedColumn.message(malformed));
            case PROMPT_TOKENS, OUTPUT_TOKENS -> ofGoodRow.otherwise(0);
            case TRANSLATION, FINISH_REASON, MEAN_LOGPROB, TRANSLATION_KEY -> ofGoodRow;
        };
    }
}
