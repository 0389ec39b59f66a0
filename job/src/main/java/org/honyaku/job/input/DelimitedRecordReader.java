package org.honyaku.job.input;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records whose columns are positions: comma- or tab-separated values and plain text. */
final class DelimitedRecordReader implements RecordReader {

    private final FieldReader records;
    private final RecordLayout layout;
    private final String file;
    private boolean headerRead;

    DelimitedRecordReader(FieldReader records, RecordLayout layout, String file) {
        this.records = records;
        this.layout = layout;
        this.file = file;
        this.headerRead = !layout.header();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        if (!headerRead) {
            headerRead = true;
            readHeader();
        }
        Fields record = records.next();
        return record == null ? null : toRecord(record);
    }

    private void readHeader() throws IOException {
        List<String> names = ColumnNames.ofHeader(records, file);
        if (!names.isEmpty() && !names.equals(layout.columns())) {
            throw new InputException("the files of the input have different columns: " + file + " has "
                    + String.join(", ", names) + ", another file has " + String.join(", ", layout.columns())
                    + "; translate them one by one");
        }
    }

    private SourceRecord toRecord(Fields record) {
        List<String> columns = layout.columns();
        if (record.problem() != null) {
            return record.malformed(record.problem());
        }
        if (record.fields().size() != columns.size()) {
            return record.malformed(
                    "has " + count(record.fields().size()) + " where there should be " + columns.size());
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), record.fields().get(i));
        }
        return new SourceRecord(values, null);
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
