package org.honyaku.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads outputs for {@code bench/nights.sh}, with Parquet's own reader and without Spark.
 *
 * <ul>
 *   <li>{@code rows OUTPUT} prints id, text, translation and status of every row, sorted; none is left out because it is there twice.
 *   <li>{@code watch OUTPUT} reads the output up to ten times a second until its standard input ends, and prints how many reads saw
 *       what was there at first, what was there at last, an error, or anything else.
 * </ul>
 */
final class OutputWatch {

    private static final String WHOLE = "read: ";

    private OutputWatch() {}

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "rows" -> rows(output).forEach(System.out::println);
            case "watch" -> watch(output);
            default -> throw new IllegalArgumentException(arguments[0] + " is neither rows nor watch");
        }
    }

    private static List<String> rows(Path output) throws IOException {
        return ParquetFolder.rows(output, "column_1", "column_2", "translation", "status").stream()
                .sorted()
                .toList();
    }

    private static void watch(Path output) throws IOException {
        String old = digest(output);
        List<String> polls;
        try (var reader = PollingReader.start(() -> digest(output))) {
            System.in.transferTo(OutputStream.nullOutputStream());
            polls = reader.seen();
        }
        String now = digest(output);
        long sawOld = polls.stream().filter(old::equals).count();
        long sawNew = polls.stream().filter(now::equals).count();
        long errors = polls.stream().filter(poll -> !poll.startsWith(WHOLE)).count();
        System.out.printf(
                Locale.ROOT,
                "%d reads: old %d, new %d, error %d, mixture %d%n",
                polls.size(),
                sawOld,
                sawNew,
                errors,
                polls.size() - sawOld - sawNew - errors);
    }

    private static String digest(Path output) throws IOException {
        List<String> rows = rows(output);
        return WHOLE + rows.size() + " rows " + rows.hashCode();
    }
}
