package org.honyaku.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads a whole output up to ten times a second while something happens to it. */
final class PollingReader implements AutoCloseable {

    /** What a poll begins with that found files which were gone when it opened them. */
    static final String OVERTAKEN = "overtaken: ";

    private static final int MILLIS = 100;

    private final Reading reading;
    private final List<String> seen = new ArrayList<>();
    private final ScheduledExecutorService polling = Executors.newSingleThreadScheduledExecutor();

    private PollingReader(Reading reading) {
        this.reading = reading;
    }

    /** All rows as text. */
    @FunctionalInterface
    interface Reading {
        String rows() throws Exception;
    }

    /** Reads with Parquet's own reader and without Spark. */
    static PollingReader start(java.nio.file.Path output) {
        return start(() -> read(output).toString());
    }

    static PollingReader start(Reading reading) {
        var reader = new PollingReader(reading);
        var unused = reader.polling.scheduleAtFixedRate(reader::poll, 0, MILLIS, TimeUnit.MILLISECONDS);
        return reader;
    }

    /** What each poll has seen: the rows as text, or why they could not be read. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private void poll() {
        String found;
        try {
            found = reading.rows();
        } catch (FileNotFoundException | NoSuchFileException e) { // Hadoop's file system throws both, as it is just at
            found = OVERTAKEN + e;
        } catch (Exception e) { // whatever it is, it is what was seen
            found = e.toString();
        }
        synchronized (this) {
            seen.add(found);
        }
    }

    /** Ids with their translations, in the order of the ids; every row, none left out because it is there twice. */
    static List<String> read(java.nio.file.Path output) throws IOException {
        Map<Long, List<String>> rows = new TreeMap<>();
        try (var reader = ParquetReader.builder(new GroupReadSupport(), new Path(output.toUri()))
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                long id = row.getLong("id", 0);
                rows.computeIfAbsent(id, none -> new ArrayList<>()).add(id + "=" + row.getString("translation", 0));
            }
        }
        return rows.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        polling.shutdownNow();
    }
}
