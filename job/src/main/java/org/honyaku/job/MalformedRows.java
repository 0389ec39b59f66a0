package org.honyaku.job;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The rows of an output whose records in the input's files were malformed.
 *
 * @param examples the first of them, with file, line and problem
 */
public record MalformedRows(long count, List<String> examples) {

    static final MalformedRows NONE = new MalformedRows(0, List.of());

    private static final int EXAMPLES = 5;

    public MalformedRows {
        examples = List.copyOf(examples);
    }

    /** Reads the rows of {@code written} again. */
    static MalformedRows of(Dataset<Row> written, Corpus corpus) {
        if (corpus.malformedColumn().isEmpty()) {
            return NONE;
        }
        Column malformed = Columns.of(written, corpus.malformedColumn().get());
        Dataset<Row> rows = written.filter(malformed.isNotNull());
        return new MalformedRows(
                rows.count(),
                rows.select(MalformedColumn.message(malformed))
                        .limit(EXAMPLES)
                        .as(Encoders.STRING())
                        .collectAsList());
    }

    /** A block of lines for the summary; empty where there are none. */
    String summary() {
        if (count == 0) {
            return "";
        }
        String more = count > examples.size() ? "\n          ..." : "";
        return String.format(Locale.ROOT, "malformed %,d of them, kept with the status error:%n", count)
                + examples.stream().map(example -> "          " + example).collect(Collectors.joining("\n"))
                + more + "\n";
    }
}
