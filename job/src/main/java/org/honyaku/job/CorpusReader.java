package org.honyaku.job;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.ColumnClashException;
import org.honyaku.spark.RowSchema;

/** Opens a Parquet corpus and finds the column to translate. */
final class CorpusReader {

    private CorpusReader() {}

    /**
     * Reads the footers of all files, so that a broken file, or one whose columns contradict the others', stops the run here.
     *
     * @throws UserException if the text column is missing or no text, or if a column of the output exists already
     */
    static Corpus read(SparkSession spark, TranslationRun run) {
        Dataset<Row> rows = spark.read()
                .option("mergeSchema", "true")
                .option("ignoreCorruptFiles", "false")
                .option("ignoreMissingFiles", "false")
                .parquet(run.input());
        return new Corpus(rows, textColumn(rows, run), outputSchema(rows.schema(), run));
    }

    private static Column textColumn(Dataset<Row> rows, TranslationRun run) {
        StructField[] fields = rows.schema().fields();
        DataType type = Arrays.stream(fields)
                .filter(field -> field.name().equals(run.textColumn()))
                .map(StructField::dataType)
                .findFirst()
                .orElseThrow(() -> new UserException(
                        ExitCode.INPUT,
                        "the input " + run.input() + " has no column '" + run.textColumn() + "'; it has "
                                + describe(fields) + ". Name the column to translate with --text-column"));
        if (!type.equals(DataTypes.StringType)) {
            throw new UserException(
                    ExitCode.INPUT,
                    "the column '" + run.textColumn() + "' of " + run.input() + " is of type " + type.simpleString()
                            + ", and only strings can be translated; the input has " + describe(fields));
        }
        return Columns.of(rows, run.textColumn());
    }

    private static RowSchema outputSchema(StructType input, TranslationRun run) {
        try {
            return RowSchema.extend(input, run.outputPrefix());
        } catch (ColumnClashException e) {
            throw new UserException(ExitCode.USAGE, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private static String describe(StructField[] fields) {
        return fields.length == 0
                ? "no columns at all"
                : Arrays.stream(fields)
                        .map(field -> field.name() + " (" + field.dataType().simpleString() + ")")
                        .collect(Collectors.joining(", "));
    }
}
