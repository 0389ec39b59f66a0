package org.honyaku.job.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the files of one corpus become records. It travels with every task.
 *
 * @param format any but Parquet
 * @param header whether the first line of each file names the columns
 * @param columns of every record; empty for JSON Lines, whose records each name their own
 * @param textColumn the column to translate, null where nothing is to be translated; a record in which it is no text is malformed
 */
public record RecordLayout(
        FileFormat format,
        boolean header,
        List<String> columns,
        @Nullable String textColumn) implements Serializable {

    public RecordLayout {
        columns = List.copyOf(columns);
    }

    /**
     * The layout that a file shows: its header where it has one, else as many columns as most of its first lines have fields.
     *
     * @param format one with fields between separators; records of JSON Lines say themselves what their columns are
     * @param first a file of the corpus, read from its beginning and closed; an empty one shows no columns
     * @param file its name, for messages
     * @throws InputException if it is not of the format
     */
    public static RecordLayout of(FileFormat format, boolean header, InputStream first, String file)
            throws IOException {
        try (FieldReader fields = fields(format, new LineReader(first, file))) {
            return new RecordLayout(
                    format,
                    header,
                    header ? ColumnNames.ofHeader(fields, file) : ColumnNames.ofLines(format, fields),
                    null);
        }
    }

    /** The same for a corpus of which {@code name} is to be translated. */
    public RecordLayout translating(String name) {
        return new RecordLayout(format, header, columns, name);
    }

    /**
     * The records of a file.
     *
     * @param in closed by the reader
     * @param file its name, for messages
     */
    public RecordReader open(InputStream in, String file) {
        var lines = new LineReader(in, file);
        return format == FileFormat.JSONL
                ? new JsonRecordReader(lines, textColumn)
                : new DelimitedRecordReader(fields(format, lines), this, file);
    }

    private static FieldReader fields(FileFormat format, LineReader lines) {
        return switch (format) {
            case CSV -> new CsvFieldReader(lines);
            case TSV -> new LineFieldReader(lines, line -> List.of(line.split("\t", -1)));
            case TEXT -> new LineFieldReader(lines, List::of);
            case JSONL, PARQUET -> throw new IllegalArgumentException(format + " has no fields between separators");
        };
    }
}
