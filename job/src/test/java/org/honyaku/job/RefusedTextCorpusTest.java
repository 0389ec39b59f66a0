package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.input.FileFormat;
import org.honyaku.job.input.FormatChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Text files that are no corpus stop the run before any model is loaded, with a sentence that names the file. */
@ExtendWith(LocalSpark.class)
class RefusedTextCorpusTest {

    private final Path folder;
    private final SparkSession spark;

    RefusedTextCorpusTest(@TempDir Path folder, SparkSession spark) throws IOException {
        this.folder = folder;
        this.spark = spark;
        Files.createDirectory(folder.resolve("corpus"));
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aMissingColumnNamesTheColumnsThereAre() throws IOException {
        write("pairs.tsv", "a\tb\n");
        assertRefused(ExitCode.INPUT, "no column 'text'", "column_1 (string), column_2 (string)", "--text-column");
    }

    @Test
    void aNumberBeyondTheColumns() throws IOException {
        write("pairs.tsv", "a\tb\n");
        assertThat(refusal(Runs.in(folder).ofColumn("3"))).hasMessageContaining("no column '3'");
        assertThat(refusal(Runs.in(folder).ofColumn("0"))).hasMessageContaining("no column '0'");
    }

    @Test
    void filesWithoutARecord() throws IOException {
        write("zero.jsonl", "");
        write("blank.jsonl", "\n\n");
        assertRefused(ExitCode.INPUT, "corpus has no jsonl record");
    }

    @Test
    void aFileThatIsOneJsonArray() throws IOException {
        write("array.json", "[{\"text\": \"a\"}]");
        assertRefused(ExitCode.INPUT, "array.json", "JSON array");
    }

    @Test
    void keysThatAreData() throws IOException {
        write(
                "keys.jsonl",
                IntStream.range(0, 1001)
                        .mapToObj(i -> "{\"user " + i + "\": \"x\"}\n")
                        .collect(Collectors.joining()));
        assertRefused(ExitCode.INPUT, "keys.jsonl", "more than 1000 different keys");
    }

    @Test
    void columnsThatDifferInCaseOnly() throws IOException {
        write("c.jsonl", "{\"text\": \"a\"}\n{\"Text\": \"b\"}\n");
        assertRefused(ExitCode.INPUT, "Text", "case");
    }

    @Test
    void filesWithDifferentHeaders() throws IOException {
        write("a.csv", "id,text\n1,a\n");
        write("b.csv", "id,body\n1,a\n");
        assertRefused(ExitCode.INPUT, "b.csv", "id, body", "id, text");
    }

    @Test
    void filesOfSeveralFormats() throws IOException {
        write("a.csv", "text\nx\n");
        write("b.tsv", "x\n");
        assertRefused(ExitCode.INPUT, "several formats (csv, tsv)", "--format");
    }

    @Test
    void aFileOfWhichTheNameTellsNothing() throws IOException {
        write("LICENSE", "free");
        write("b.tsv", "x\n");
        assertRefused(ExitCode.INPUT, "LICENSE", "--format");
    }

    @Test
    void aTruncatedCompressedFileIsNamed() throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            for (int i = 0; i < 100_000; i++) {
                out.write(("{\"text\": \"" + i * 7919L + "\"}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(
                folder.resolve("corpus/c.jsonl.gz"), Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2));
        assertRefused(ExitCode.INPUT, "c.jsonl.gz cannot be read");
    }

    @Test
    void aHeaderOfAFormatThatHasNone() throws IOException {
        write("c.jsonl", "{\"text\": \"a\"}\n");
        TranslationRun run = Runs.in(folder)
                .ofFormat(new FormatChoice(Optional.of(FileFormat.JSONL), Optional.of(true)))
                .run();
        assertThat(failure(run)).hasMessageContainingAll("--header", "jsonl");
    }

    @Test
    void aColumnThatTheOutputAdds() throws IOException {
        write("c.jsonl", "{\"text\": \"a\", \"Malformed\": \"x\"}\n");
        assertRefused(ExitCode.USAGE, "Malformed", "--output-prefix");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve("corpus").resolve(name), content);
    }

    private void assertRefused(ExitCode exitCode, String... parts) {
        UserException refused = refusal(Runs.in(folder));
        assertThat(refused).hasMessageContainingAll(parts);
        assertThat(refused.exitCode()).isEqualTo(exitCode);
    }

    private UserException refusal(Runs runs) {
        return failure(runs.run());
    }

    private UserException failure(TranslationRun run) {
        return catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));
    }
}
