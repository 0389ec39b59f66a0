package org.honyaku.job.input;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180), in which a quoted field may go on over several lines. Where a record turns out to be broken, only
 * the line that it begins in is given up: the lines after it are read again as records of their own, so that one quote too many does not
 * swallow the rest of the file.
 */
final class CsvFieldReader implements FieldReader {

    /** How far a closing quote is looked for. */
    static final int MAX_LINES = 1000;

    private final LineReader lines;
    private final Deque<Line> again = new ArrayDeque<>();

    CsvFieldReader(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable Fields next() throws IOException {
        Line first = take();
        if (first == null) {
            return null;
        }
        Line.Content content = first.content();
        return content.text() == null ? Fields.bad(first, content.problem()) : record(first, content.text());
    }

    private Fields record(Line first, String firstText) throws IOException {
        var record = new CsvRecord();
        var text = new StringBuilder(firstText);
        List<Line> read = new ArrayList<>(List.of(first));
        record.add(firstText);
        while (record.isOpen()) {
            Line next = mayGoOn(read) ? take() : null;
            String nextText = next == null ? null : next.content().text();
            if (next == null || nextText == null) {
                again(next == null ? List.of() : List.of(next));
                return giveUp(read, "a quote that is opened in this line is not closed");
            }
            String lineEnd = read.get(read.size() - 1).end();
            record.add(lineEnd);
            record.add(nextText);
            text.append(lineEnd).append(nextText);
            read.add(next);
        }
        record.end();
        String problem = record.problem();
        return problem == null ? new Fields(first, text.toString(), record.fields(), null) : giveUp(read, problem);
    }

    private static boolean mayGoOn(List<Line> read) {
        return read.size() < MAX_LINES && read.stream().mapToLong(Line::length).sum() < LineReader.MAX_LINE_BYTES;
    }

    private Fields giveUp(List<Line> read, String problem) {
        again(read.subList(1, read.size()));
        return Fields.bad(read.get(0), problem);
    }

    /** Puts lines back before those that were put back earlier. */
    private void again(List<Line> unread) {
        for (int i = unread.size() - 1; i >= 0; i--) {
            again.addFirst(unread.get(i));
        }
    }

    private @Nullable Line take() throws IOException {
        return again.isEmpty() ? lines.next() : again.removeFirst();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
