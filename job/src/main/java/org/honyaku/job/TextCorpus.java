package org.honyaku.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.input.ColumnNames;
import org.honyaku.job.input.FileFormat;
import org.honyaku.job.input.InputException;
import org.honyaku.job.input.RecordLayout;

/**
 * A corpus in files of JSON Lines, CSV, tab-separated values or plain text. One task reads a file from its beginning to its end, which
 * is what lets it number lines and follow a quoted field over several of them; reading is little beside translating.
 *
 * <p>All columns are strings. {@link MalformedColumn} comes after them.
 */
final class TextCorpus {

    private final SparkSession spark;
    private final InputFiles opener;
    private final List<String> files;
    private final RecordLayout layout;
    private final StructType columns;

    private TextCorpus(
            SparkSession spark, InputFiles opener, List<String> files, RecordLayout layout, List<String> columns) {
        this.spark = spark;
        this.opener = opener;
        this.files = files;
        this.layout = layout;
        this.columns = new StructType(columns.stream()
                .map(name -> new StructField(name, DataTypes.StringType, true, Metadata.empty()))
                .toArray(StructField[]::new));
    }

    /**
     * Finds out what the columns are: from a header, from the first lines, or, for JSON Lines, from all lines.
     *
     * @throws InputException if there are none, or if they cannot be told apart
     */
    static TextCorpus open(
            SparkSession spark,
            InputFiles opener,
            String input,
            List<String> files,
            FileFormat format,
            boolean header) {
        RecordLayout layout = layout(opener, files, format, header);
        var names = format == FileFormat.JSONL
                ? new TextCorpus(spark, opener, files, layout, List.of()).scanNames()
                : layout.columns();
        if (names.isEmpty()) {
            throw new InputException("the input " + input + " has no " + format + " record, so that nothing says what"
                    + " its columns are");
        }
        ColumnNames.requireDistinct(names, input);
        return new TextCorpus(spark, opener, files, layout, names);
    }

    private static RecordLayout layout(InputFiles opener, List<String> files, FileFormat format, boolean header) {
        var unknown = new RecordLayout(format, header, List.of(), null);
        if (format == FileFormat.JSONL) {
            return unknown;
        }
        for (String file : files) {
            try (InputStream in = opener.open(file)) {
                RecordLayout layout = RecordLayout.of(format, header, in, InputFiles.describe(file));
                if (!layout.columns().isEmpty()) {
                    return layout;
                }
            } catch (IOException e) {
                throw InputFiles.unreadable(file, e);
            }
        }
        return unknown;
    }

    private List<String> scanNames() {
        Set<String> names =
                new LinkedHashSet<>(files().mapPartitions(new ScanColumns(opener, layout), Encoders.STRING())
                        .collectAsList());
        return List.copyOf(names);
    }

    /** Counts the records of every file. */
    InputCensus census(FileFormat format) {
        return InputCensus.take(spark, opener, format, files, RowCounter.ofRecords(opener, layout));
    }

    /** The columns of the files. */
    StructType columns() {
        return columns;
    }

    /**
     * Every record once, in the order of the files and their lines.
     *
     * @param textColumn the one of {@link #columns} that is to be translated
     * @param malformedColumn what {@link MalformedColumn} is called
     */
    Dataset<Row> rows(String textColumn, String malformedColumn) {
        StructType schema = columns.add(malformedColumn, MalformedColumn.TYPE);
        var read = new ReadRecords(opener, layout.translating(textColumn), columns.fieldNames());
        return files().mapPartitions(read, Encoders.row(schema));
    }

    private Dataset<String> files() {
        return spark.createDataset(FileTasks.spread(spark, files).rdd(), Encoders.STRING());
    }
}
