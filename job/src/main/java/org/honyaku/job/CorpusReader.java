package org.honyaku.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.input.FileFormat;
import org.honyaku.job.input.FormatChoice;
import org.honyaku.spark.ColumnClashException;
import org.honyaku.spark.RowSchema;

/** Opens a corpus and finds the column to translate. */
final class CorpusReader {

    private CorpusReader() {}

    /**
     * Finds the columns of the input. A broken file, or one whose columns contradict the others', stops the run here where the columns
     * show it.
     *
     * @throws UserException if the text column is missing or no text, or if a column of the output exists already
     */
    static Corpus read(SparkSession spark, TranslationRun run) throws IOException {
        FormatChoice choice = run.inputFormat();
        var opener = new InputFiles(spark.sparkContext().hadoopConfiguration());
        List<String> files = opener.list(run.input());
        FileFormat format = choice.format().orElseGet(() -> CorpusFormat.guess(run.input(), files));
        if (choice.header().isPresent() && !format.mayHaveHeader()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--header says whether the first line of a csv, tsv or text file names its columns, but the input "
                            + run.input() + " is " + format + "; leave it out");
        }
        if (format == FileFormat.PARQUET) {
            return parquet(spark, opener, files, run);
        }
        boolean header = choice.header().orElseGet(format::hasHeaderByDefault);
        return textFiles(format, TextCorpus.open(spark, opener, run.input(), files, format, header), run);
    }

    private static Corpus parquet(SparkSession spark, InputFiles opener, List<String> files, TranslationRun run)
            throws IOException {
        Dataset<Row> rows = new ParquetFiles(spark, opener.roots(run.input()), files).of(run.input());
        String text = textColumn(rows.schema(), run);
        RowSchema schema = outputSchema(rows.schema(), run);
        InputCensus census =
                InputCensus.take(spark, opener, FileFormat.PARQUET, files, RowCounter.ofParquet(opener, text));
        return new Corpus(census, rows, Columns.of(rows, text), schema, Optional.empty());
    }

    private static Corpus textFiles(FileFormat format, TextCorpus files, TranslationRun run) {
        String text = textColumn(files.columns(), run);
        String malformed = run.outputPrefix() + MalformedColumn.NAME;
        for (String name : files.columns().fieldNames()) {
            if (name.equalsIgnoreCase(malformed)) {
                throw new UserException(
                        ExitCode.USAGE,
                        "the input already has a column named " + name + ", which the output adds; put a prefix before"
                                + " the added names with --output-prefix, for instance --output-prefix honyaku_");
            }
        }
        Dataset<Row> rows = files.rows(text, malformed);
        RowSchema schema = outputSchema(rows.schema(), run);
        return new Corpus(files.census(format), rows, Columns.of(rows, text), schema, Optional.of(malformed));
    }

    /** The name of the column that the run asks for by its name or, where none has that name, by its position from 1. */
    private static String textColumn(StructType columns, TranslationRun run) {
        StructField column = find(columns.fields(), run.textColumn()).orElseThrow(() -> missing(columns, run));
        if (!column.dataType().equals(DataTypes.StringType)) {
            throw new UserException(
                    ExitCode.INPUT,
                    "the column '" + column.name() + "' of " + run.input() + " is of type "
                            + column.dataType().simpleString() + ", and only strings can be translated; the input has "
                            + describe(columns.fields()));
        }
        return column.name();
    }

    /** A column may be called like an expression, and is found then. One that is not there was meant as an expression. */
    private static UserException missing(StructType columns, TranslationRun run) {
        String there = "the input " + run.input() + " has no column '" + run.textColumn() + "'; it has "
                + describe(columns.fields()) + ". Name the column to translate with --text-column, or give its number";
        return run.textColumn().matches(".*[(`].*")
                ? new UserException(ExitCode.USAGE, there + "; it is no SQL expression")
                : new UserException(ExitCode.INPUT, there);
    }

    private static Optional<StructField> find(StructField[] fields, String nameOrNumber) {
        Optional<StructField> named = Arrays.stream(fields)
                .filter(field -> field.name().equals(nameOrNumber))
                .findFirst();
        if (named.isPresent() || !nameOrNumber.matches("[1-9][0-9]{0,5}")) {
            return named;
        }
        return Arrays.stream(fields).skip(Integer.parseInt(nameOrNumber) - 1L).findFirst();
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
