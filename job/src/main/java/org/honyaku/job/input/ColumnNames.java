package org.honyaku.job.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the columns of a file are called. */
public final class ColumnNames {

    private static final int LINES_TO_COUNT = 1000;

    private ColumnNames() {}

    /** The fields of the first record; one that is empty is called by its position. */
    static List<String> ofHeader(FieldReader records, String file) throws IOException {
        Fields header = records.next();
        if (header == null) {
            return List.of();
        }
        if (header.problem() != null) {
            throw new InputException("the first line of " + file + " names no columns: " + header.problem());
        }
        List<String> names = new ArrayList<>();
        for (String name : header.fields()) {
            names.add(name.isBlank() ? numbered(names.size() + 1) : name);
        }
        return names;
    }

    /** As many numbered columns as most of the first records have fields; {@code text} for plain text. */
    static List<String> ofLines(FileFormat format, FieldReader records) throws IOException {
        if (format == FileFormat.TEXT) {
            return List.of("text");
        }
        Map<Integer, Integer> recordsBySize = new LinkedHashMap<>();
        Fields record = records.next();
        for (int read = 0; read < LINES_TO_COUNT && record != null; read++) {
            if (record.problem() == null) {
                recordsBySize.merge(record.fields().size(), 1, Integer::sum);
            }
            record = records.next();
        }
        int size = recordsBySize.entrySet().stream()
                .reduce((most, other) -> other.getValue() > most.getValue() ? other : most)
                .map(Map.Entry::getKey)
                .orElse(0);
        List<String> names = new ArrayList<>();
        while (names.size() < size) {
            names.add(numbered(names.size() + 1));
        }
        return names;
    }

    /**
     * Refuses names that differ in nothing or in case only, which Spark could not tell apart.
     *
     * @param input for the message
     */
    public static void requireDistinct(List<String> names, String input) {
        Set<String> seen = new HashSet<>();
        List<String> twice = names.stream()
                .filter(name -> !seen.add(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!twice.isEmpty()) {
            throw new InputException("the input " + input + " has columns that differ in nothing but case: "
                    + String.join(", ", twice) + "; rename one of each");
        }
    }

    private static String numbered(int position) {
        return "column_" + position;
    }
}
