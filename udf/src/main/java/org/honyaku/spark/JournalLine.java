package org.honyaku.spark;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line of a {@link CrashJournal}: the rows that are computed from now on, as 16 hexadecimal digits each, after an exclamation mark
 * where their step hangs.
 */
record JournalLine(List<Long> rows, boolean hangs) {

    private static final String HANGS = "!";

    byte[] bytes() {
        String text = rows.stream().map(HexFormat.of()::toHexDigits).collect(Collectors.joining(" "));
        return ((hangs ? HANGS : "") + text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The last line of a journal that is there to its end; a process may have died while it wrote one. */
    static Optional<JournalLine> last(String journal) {
        int end = journal.lastIndexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        String line = journal.substring(journal.lastIndexOf('\n', end - 1) + 1, end);
        boolean hangs = line.startsWith(HANGS);
        String text = hangs ? line.substring(HANGS.length()) : line;
        List<Long> rows = Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Long.parseUnsignedLong(word, 16))
                .toList();
        return Optional.of(new JournalLine(rows, hangs));
    }
}
