package org.honyaku.job.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.job.input.Malformed;
import org.honyaku.job.input.RecordReader;
import org.honyaku.job.input.SourceRecord;
import org.honyaku.text.TextException;
import org.honyaku.text.TextTokenizer;
import org.jspecify.annotations.Nullable;

/** How many tokens a model needs for the texts of a file, column by column. Every value is tokenised by itself. */
public final class TokenStatistics {

    private static final int PROBLEMS_SHOWN = 5;

    private final TextTokenizer tokenizer;
    private final PrintStream err;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private LineCounts counts = LineCounts.NONE;

    /** @param err for the first records that cannot be counted */
    public TokenStatistics(TextTokenizer tokenizer, PrintStream err) {
        this.tokenizer = tokenizer;
        this.err = err;
    }

    private static final class Column {
        private long rows;
        private long bytes;
        private long tokens;
    }

    /** Reads all records and writes one object for each column. */
    public LineCounts write(RecordReader records, JsonLines out) {
        try {
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                String problem = problem(record);
                counts = counts.plus(problem == null);
                if (problem != null && counts.failed() <= PROBLEMS_SHOWN) {
                    err.println("left out: " + problem);
                }
            }
        } catch (IOException e) {
            throw new UserException(ExitCode.INPUT, "the input cannot be read: " + e.getMessage(), e);
        }
        columns.forEach((name, column) -> out.write(describe(name, column)));
        return counts;
    }

    /** Counts a record, or says why it cannot be counted. */
    private @Nullable String problem(SourceRecord record) {
        Malformed malformed = record.malformed();
        if (malformed != null) {
            return "line " + malformed.line() + ": " + malformed.problem();
        }
        try {
            record.values().forEach(this::count);
            return null;
        } catch (TextException e) {
            return "record " + (counts.lines() + 1) + ": " + e.getMessage();
        }
    }

    private void count(String name, @Nullable String text) {
        if (text != null) {
            int tokens = tokenizer.encode(text).length;
            Column column = columns.computeIfAbsent(name, unused -> new Column());
            column.rows++;
            column.bytes += text.getBytes(StandardCharsets.UTF_8).length;
            column.tokens += tokens;
        }
    }

    private static ObjectNode describe(String name, Column column) {
        ObjectNode statistics = JsonRow.JSON.createObjectNode();
        statistics.put("column", name);
        statistics.put("rows", column.rows);
        statistics.put("bytes", column.bytes);
        statistics.put("tokens", column.tokens);
        return column.bytes == 0
                ? statistics
                : statistics.put("tokens_per_byte", (double) column.tokens / column.bytes);
    }
}
