package org.honyaku.job.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files that stand in the test itself, read to their end. */
final class Reading {

    static final String FILE = "corpus.file";

    private Reading() {}

    static List<SourceRecord> jsonl(String content) throws IOException {
        return read(new RecordLayout(FileFormat.JSONL, false, List.of(), "text"), content);
    }

    static List<SourceRecord> csv(String content) throws IOException {
        return read(layout(FileFormat.CSV, true, content), content);
    }

    static List<SourceRecord> tsv(String content) throws IOException {
        return read(layout(FileFormat.TSV, false, content), content);
    }

    static List<SourceRecord> read(RecordLayout layout, String content) throws IOException {
        return read(layout, content.getBytes(StandardCharsets.UTF_8));
    }

    static List<SourceRecord> read(RecordLayout layout, byte[] content) throws IOException {
        List<SourceRecord> records = new ArrayList<>();
        try (RecordReader reader = layout.open(new ByteArrayInputStream(content), FILE)) {
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    static RecordLayout layout(FileFormat format, boolean header, String content) throws IOException {
        return RecordLayout.of(
                format, header, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), FILE);
    }

    /** The one value of each good record, and {@code line N: problem} of each malformed one. */
    static List<@Nullable String> column(List<SourceRecord> records, String name) {
        List<@Nullable String> values = new ArrayList<>();
        for (SourceRecord record : records) {
            values.add(record.malformed() == null ? record.values().get(name) : problem(record));
        }
        return values;
    }

    static String problem(SourceRecord record) {
        Malformed malformed = Objects.requireNonNull(record.malformed());
        return "line " + malformed.line() + ": " + malformed.problem();
    }
}
