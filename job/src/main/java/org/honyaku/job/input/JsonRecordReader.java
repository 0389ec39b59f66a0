package org.honyaku.job.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. Blank lines are no records. */
final class JsonRecordReader implements RecordReader {

    private final LineReader lines;
    private final @Nullable String textColumn;
    private boolean begun;

    JsonRecordReader(LineReader lines, @Nullable String textColumn) {
        this.lines = lines;
        this.textColumn = textColumn;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        Line line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : record(line);
    }

    private SourceRecord record(Line line) {
        String text = line.content().text();
        if (text == null) {
            return SourceRecord.malformed(line, line.content().problem());
        }
        refuseArray(text);
        try {
            JsonObjectLine object = JsonObjectLine.parse(text);
            return new SourceRecord(object.values(), malformed(line, object));
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            return SourceRecord.malformed(line, "not JSON at column " + column + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            return SourceRecord.malformed(line, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Malformed malformed(Line line, JsonObjectLine object) {
        if (textColumn == null || !object.notText().contains(textColumn)) {
            return null;
        }
        return new Malformed(line.number(), "the value of " + textColumn + " is no string", line.quote());
    }

    /** A whole file that is one array would otherwise be thousands of malformed lines. */
    private void refuseArray(String text) {
        if (!begun && text.stripLeading().startsWith("[")) {
            throw new InputException("the input file " + lines.file()
                    + " is a JSON array and not one object a line; convert it, for instance with jq -c '.[]'");
        }
        begun = true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
