package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.input.FormatChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An output stays as it is, to the last file, exactly where the same command would write the same rows. */
@ExtendWith(LocalSpark.class)
class KeptOutputTest {

    private static final int ROWS = 40;
    private static final RunLimits ONE_ATTEMPT = new RunLimits(1, OptionalLong.empty(), Optional.empty());

    private final Path folder;
    private final Path out;
    private final Runs runs;
    private final SparkSession spark;

    KeptOutputTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.runs = Runs.in(folder).overwriting();
        this.spark = spark;
    }

    @Test
    void theSameCommandAgainWritesNoFile() throws IOException {
        write("id, concat('row ', if(id < 3, null, id % 7)) as text, array(id, null) as numbers");
        RunReport first = runs.go(spark);
        List<String> files = files();
        RunReport again = runs.go(spark);

        assertThat(first.kept()).isFalse();
        assertThat(again.kept()).isTrue();
        assertThat(files()).isEqualTo(files).isNotEmpty();
        assertThat(again.published().rows()).isEqualTo(first.published().rows());
        assertThat(again.published().reusedRows()).isEqualTo(ROWS);
        assertThat(again.summary()).contains(out + " (has these rows already, and stays as it is)");
        OutputAudit.of(out).closes();
    }

    @Test
    void anotherColumnThatIsRewrittenInPlaceAtAnOldDateShows() throws IOException {
        write("id, 'a' as text, 'one' as title, cast(null as string) as subtitle");
        runs.go(spark);
        FileTime date = Files.getLastModifiedTime(corpusFile());
        long size = Files.size(corpusFile());
        Path name = corpusFile();
        write("id, 'a' as text, 'two' as title, cast(null as string) as subtitle");
        Files.move(corpusFile(), name);
        Files.setLastModifiedTime(name, date);
        assertThat(Files.size(name)).isEqualTo(size);

        RunReport after = runs.go(spark);

        assertThat(after.kept()).isFalse();
        assertThat(after.generated().allRows()).isZero();
        assertThat(ParquetFolder.rows(out, "title")).hasSize(ROWS).containsOnly("two");
    }

    @Test
    void aValueThatMovesToAnotherColumnShows() {
        assertThat(fingerprint("cast(null as string) as one, 'a' as two"))
                .isNotEqualTo(fingerprint("'a' as one, cast(null as string) as two"))
                .isNotEqualTo(fingerprint("cast(null as string) as other, 'a' as two"))
                .isEqualTo(fingerprint("cast(null as string) as one, 'a' as two"));
    }

    @Test
    void aFileThatIsDamagedOrStrayIsMended() throws IOException {
        write("id, 'a' as text");
        runs.go(spark);

        Files.writeString(some(out), "not what was written");
        assertThat(runs.go(spark).kept()).isFalse();
        Files.copy(some(out), out.resolve("stray.parquet"));
        assertThat(runs.go(spark).kept()).isFalse();
        OutputAudit.of(out).closes();
    }

    @Test
    void theManifestNamesTheInputAsItIsNow() throws IOException {
        write("id, 'a' as text");
        runs.go(spark);
        Files.move(corpusFile(), corpusFile().resolveSibling("renamed.parquet"));

        assertThat(runs.go(spark).kept()).isFalse();
        OutputAudit.of(out).closes().isOf(folder.resolve("corpus"));
    }

    @Test
    void aFailureThatBecameASuccessInAnotherCorpusShows() {
        Path memory = folder.resolve("memory");
        write("id, if(id = 7, repeat('x', 300), concat('row ', id)) as text");
        Runs once = runs.withMemory(memory).withLimits(ONE_ATTEMPT);
        once.go(spark);
        assertThat(once.go(spark).kept()).isTrue();
        String waves = memory.resolve("waves").toString();
        spark.read()
                .option("recursiveFileLookup", true)
                .parquet(waves)
                .filter("status = 'too_long'")
                .createOrReplaceTempView("failed");
        spark.sql("select * except (status, translation), 'ok' as status, 'X' as translation from failed")
                .write()
                .parquet(waves + "/of-another-run");

        assertThat(once.go(spark).kept()).isFalse();
        assertThat(spark.read().parquet(out.toString()).filter("status = 'ok'").count())
                .isEqualTo(ROWS);
    }

    /** Spark has no hash of maps, so nobody can say that the rows are the same. */
    @Test
    void rowsThatCannotBeComparedAreWrittenAnew() {
        write("id, 'a' as text, map('key', id) as attributes");
        runs.go(spark);

        assertThat(runs.go(spark).kept()).isFalse();
    }

    @Test
    void malformedLinesAreStillNamed() throws IOException {
        Files.createDirectory(folder.resolve("corpus"));
        Files.writeString(
                folder.resolve("corpus/a.jsonl"), "{\"text\": \"good\"}\n{\"text\": \n", StandardCharsets.UTF_8);
        Runs lines = runs.ofFormat(FormatChoice.BY_NAME);
        RunReport first = lines.go(spark);
        RunReport again = lines.go(spark);

        assertThat(again.kept()).isTrue();
        assertThat(first.malformed().count()).isEqualTo(1);
        assertThat(again.malformed()).isEqualTo(first.malformed());
    }

    @Test
    void aTableGetsNoNewVersionUnlessAnotherProgramHasChangedIt() throws IOException {
        write("id, concat('row ', id) as text");
        runs.toDelta().go(spark);
        List<String> files = files();

        assertThat(runs.toDelta().go(spark).kept()).isTrue();
        assertThat(DeltaReader.versions(spark, out)).isEqualTo(1);
        assertThat(files()).isEqualTo(files);

        spark.sql("delete from delta.`" + out + "` where id = 7");
        assertThat(runs.toDelta().go(spark).kept()).isFalse();
        assertThat(DeltaReader.versions(spark, out)).isEqualTo(3);
        assertThat(DeltaReader.read(spark, out)).hasSize(ROWS);
    }

    private void write(String columns) {
        spark.sql("select " + columns + " from range(" + ROWS + ")")
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(runs.input());
    }

    private Object fingerprint(String columns) {
        String results = "'ok' as status, '' as translation, 1 as prompt_tokens, 1 as output_tokens, ";
        return Totals.ofOutput(spark.sql("select " + results + columns + ", id = 1 as reused from range(3)"), "")
                .fingerprint()
                .orElseThrow();
    }

    private Path corpusFile() throws IOException {
        return some(folder.resolve("corpus"));
    }

    private static Path some(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.parquet")) {
            return files.iterator().next();
        }
    }

    /** Every file of the output, with its time of change. */
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + " " + modified(file))
                    .sorted()
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
