package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.SparkCluster.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Text files of every format are read and joined by executors that are processes of their own, as by the threads of one JVM. */
@ExtendWith(LocalSpark.class)
class TextFilesOnExecutorsTest {

    private static final int FILES = 6;
    private static final int LINES_OF_FILE = 50;
    private static final int ROWS = FILES * LINES_OF_FILE;

    private final Path folder;
    private final SparkSession spark;

    TextFilesOnExecutorsTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void everyLineOfEveryFormatIsThereOnceAndBadOnesSayWhereTheyStand() throws Exception {
        write("jsonl", "", "{\"text\": \"bad\n", row -> "{\"text\": \"row " + row + "\", \"id\": " + row + "}");
        write("csv", "text,id\n", "bad,1,2\n", row -> "\"row\n" + row + "\"," + row);
        write("tsv", "", "bad\n", row -> "row " + row + "\t" + row);
        write("txt", "", "", row -> "row " + row);

        Outcome outcome = SparkCluster.ofTwo(folder).run(TextFilesDriver.class, inputs().toString());

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isZero();
        assertRows("jsonl", "ROW ", FILES, 2);
        assertRows("csv", "ROW\n", FILES, 4);
        assertRows("tsv", "ROW ", FILES, 2);
        assertRows("txt", "ROW ", 0, 0);
    }

    private void assertRows(String format, String translation, int malformed, long badLine) {
        Dataset<Row> out =
                spark.read().parquet(Runs.in(inputs().resolve(format)).output());

        assertThat(out.filter("status = 'ok'")
                        .select("translation")
                        .as(Encoders.STRING())
                        .collectAsList())
                .as(format)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ROWS)
                        .mapToObj(row -> translation + row)
                        .toList());
        List<Row> bad = out.filter("status = 'error'")
                .selectExpr("malformed.file", "malformed.line")
                .collectAsList();
        assertThat(bad)
                .as(format)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, malformed)
                        .mapToObj(file -> RowFactory.create(file(format, file).toString(), badLine))
                        .toList());
    }

    /** Files of which the first row is good and the second, unless it is empty, is bad. */
    private void write(String format, String header, String bad, IntFunction<String> line) {
        for (int file = 0; file < FILES; file++) {
            int first = file * LINES_OF_FILE;
            String good = IntStream.range(first + 1, first + LINES_OF_FILE)
                    .mapToObj(row -> line.apply(row) + "\n")
                    .collect(Collectors.joining());
            write(file(format, file), header + line.apply(first) + "\n" + bad + good);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path inputs() {
        return folder.resolve("inputs");
    }

    private Path file(String format, int number) {
        return Path.of(Runs.in(inputs().resolve(format)).input(), number + "." + format);
    }
}
