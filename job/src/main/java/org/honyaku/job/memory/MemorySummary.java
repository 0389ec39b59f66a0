package org.honyaku.job.memory;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * What is in a memory: how many texts have which status, by what they were asked for.
 *
 * @param counts by the id of the settings and by status
 * @param settings by id; those without rows may be among them
 */
public record MemorySummary(
        String folder, MemorySize size, Map<String, Map<String, Long>> counts, Map<String, StoredSettings> settings) {

    private static final int SHOWN_DIGITS = 12;

    public MemorySummary {
        counts = Map.copyOf(counts);
        settings = Map.copyOf(settings);
    }

    /** Counts what {@code memory} holds now. */
    public static MemorySummary of(SparkSession spark, MemoryFolder memory) throws IOException {
        MemoryContents contents = memory.list();
        String status = ResultColumn.STATUS.columnName();
        Dataset<Row> rows = MemoryRows.all(spark, contents)
                .select(
                        ResultColumn.TRANSLATION_KEY.columnName(),
                        status,
                        attempts(),
                        MemoryRows.SETTINGS,
                        MemoryRows.RUN);
        List<Row> groups = MemoryRows.best(rows)
                .groupBy(col(MemoryRows.SETTINGS), col(status))
                .count()
                .collectAsList();
        var counts = new TreeMap<String, Map<String, Long>>();
        for (Row group : groups) {
            counts.computeIfAbsent(group.getString(0), id -> new TreeMap<>()).put(group.getString(1), group.getLong(2));
        }
        return new MemorySummary(memory.root().toString(), memory.size(contents), counts, memory.settings());
    }

    private static String attempts() {
        return ResultColumn.ATTEMPTS.columnName();
    }

    /** For people. */
    public String text() {
        long rows = counts.values().stream()
                .flatMap(statuses -> statuses.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        String head = String.format(
                Locale.ROOT,
                "memory    %s%ntexts     %,d in %,d files, %,d bytes%n",
                folder,
                rows,
                size.files(),
                size.bytes());
        return counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", head, ""));
    }

    private String describe(String id, Map<String, Long> statuses) {
        String byStatus = statuses.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" · "));
        @Nullable StoredSettings asked = settings.get(id);
        String about = asked == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "          model   %s (digest %s)%n          prompt  %s, \"%s\", precision %s%n          tokens  %s%n",
                        asked.model(),
                        shortened(asked.digest()),
                        asked.direction(),
                        asked.instruction(),
                        asked.precision(),
                        asked.generationText());
        return String.format(Locale.ROOT, "settings  %s%n%s          texts   %s%n", shortened(id), about, byStatus);
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHOWN_DIGITS, id.length()));
    }
}
