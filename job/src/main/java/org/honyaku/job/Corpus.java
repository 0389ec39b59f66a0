package org.honyaku.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.honyaku.job.memory.MemoryRows;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowSchema;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.TranslateSettings;

/**
 * The rows to translate.
 *
 * @param census of the input's files
 * @param rows all input columns
 * @param text the column to translate
 * @param schema of the output
 * @param malformedColumn name of the {@link MalformedColumn}, which text files have and Parquet has not
 */
record Corpus(InputCensus census, Dataset<Row> rows, Column text, RowSchema schema, Optional<String> malformedColumn) {

    private static final String KEY = "key";

    /** The text, in {@link #pending}. */
    static final String SOURCE_TEXT = "source_text";

    /** How often it was tried in earlier runs, in {@link #pending}. */
    static final String EARLIER_ATTEMPTS = "earlier_attempts";

    /**
     * Every text that still has to be translated, once; null counts as a text.
     *
     * @param tried the keys in memory, as {@link MemoryRows#tried} gives them
     * @param maxAttempts a text that was tried so often is left as it is
     */
    Dataset<Row> pending(Dataset<Row> tried, TranslateSettings settings, int maxAttempts) {
        Dataset<Row> good = malformedColumn
                .map(name -> rows.filter(Columns.of(rows, name).isNull()))
                .orElse(rows);
        Dataset<Row> keyed = good.select(text.as(SOURCE_TEXT))
                .withColumn(
                        KEY, udf(new TextKey(settings), DataTypes.StringType).apply(col(SOURCE_TEXT)));
        Column attempts = coalesce(tried.col(ResultColumn.ATTEMPTS.columnName()), lit(0));
        Column done = coalesce(tried.col(MemoryRows.DONE), lit(false));
        Column deadly = coalesce(tried.col(MemoryRows.DEADLY), lit(false));
        return keyed.join(tried, keyed.col(KEY).equalTo(tried.col(ResultColumn.TRANSLATION_KEY.columnName())), "left")
                .filter(not(done).and(attempts.lt(maxAttempts)))
                .select(col(SOURCE_TEXT), attempts.as(EARLIER_ATTEMPTS), deadly.as(MemoryRows.DEADLY))
                .distinct();
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
            case ATTEMPTS -> ofGoodRow.otherwise(0);
            case REUSED -> ofGoodRow.otherwise(false);
            case TRANSLATION, FINISH_REASON, MEAN_LOGPROB, TRANSLATION_KEY -> ofGoodRow;
        };
    }
}
