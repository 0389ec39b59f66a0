package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The manifest of an output says what is there, and nothing is published that does not add up. */
@ExtendWith(LocalSpark.class)
class RunRecordTest {

    private static final int ROWS = 300;

    private final LossCheck check;
    private final Path out;
    private final SparkSession spark;

    RunRecordTest(@TempDir Path folder, SparkSession spark) {
        this.check = new LossCheck(folder, ROWS, 0);
        this.out = folder.resolve("out");
        this.spark = spark;
    }

    @BeforeEach
    void writeCorpus() {
        check.write(spark);
    }

    @Test
    void theManifestNamesEveryFileAndItsSumsAreThoseOfTheRows() throws IOException {
        RunReport first = check.runs().go(spark);
        OutputAudit audit = OutputAudit.of(out).closes().isOf(check.folder().resolve("corpus"));

        assertThat(audit.manifest().at("/format_version").asInt()).isEqualTo(1);
        assertThat(audit.manifest().at("/input/files")).hasSize(2);
        assertThat(audit.manifest().at("/rows/all").asInt()).isEqualTo(ROWS);
        assertThat(audit.manifest().at("/rows/failed").asInt()).isEqualTo(3);
        assertThat(audit.manifest().at("/rows/nothing_to_do").asInt()).isEqualTo(3);
        assertThat(audit.manifest().at("/translated/texts").asLong())
                .isEqualTo(first.generated().allRows());

        check.runs().go(spark); // gives the texts that failed another attempt
        OutputAudit again = OutputAudit.of(out).closes();
        assertThat(again.manifest().at("/rows/reused").asInt()).isEqualTo(ROWS - 3);
        assertThat(again.manifest().at("/run")).isNotEqualTo(audit.manifest().at("/run"));
        assertThat(again.manifest().at("/settings")).isEqualTo(audit.manifest().at("/settings"));
    }

    @Test
    void aFileThatNoRunWroteAndOneThatWasChangedDoNotFitTheManifest() throws IOException {
        check.runs().go(spark);
        Path stray = out.resolve("part-of-something-else.parquet");
        Path some = some(out);
        Files.copy(some, stray);
        assertThatThrownBy(() -> OutputAudit.of(out).closes()).isInstanceOf(AssertionError.class);

        Files.delete(stray);
        OutputAudit.of(out).closes();
        byte[] bytes = Files.readAllBytes(some);
        bytes[bytes.length / 2] ^= 1;
        Files.write(some, bytes);
        // Hadoop's own checksum would find it first.
        Files.delete(some.resolveSibling("." + some.getFileName() + ".crc"));
        assertThatThrownBy(() -> OutputAudit.of(out).closes()).isInstanceOf(AssertionError.class);
    }

    @Test
    void anInputThatChangesWhileItIsReadHasNoOutputAndTheSameCommandGoesOn() throws IOException {
        new LossCheck(check.folder(), 20, 1).write(spark).runs().go(spark);
        check.write(spark);
        Path touched = some(check.folder().resolve("corpus"));

        UserException failure = catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(
                        spark, check.runs().run(), touchingAtTheEnd(touched), new StopButton(), Runs.ENGINES));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(failure).hasMessageContainingAll(touched.toString(), "was changed", "no output was published");
        assertThat(OutputAudit.of(out).closes().manifest().at("/rows/all").asInt())
                .isEqualTo(20);
        assertThat(check.runs().go(spark).generated().allRows())
                .as("but for what failed, nothing is translated again")
                .isEqualTo(1);
        check.assertComplete();
    }

    /** Reading fails then, which is no fault of the file. */
    @Test
    void anInputThatIsRemovedWhileItIsReadIsTriedAgain() throws IOException {
        check.write(spark);
        Path removed = some(check.folder().resolve("corpus"));

        UserException failure = catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(
                        spark,
                        check.runs().run(),
                        atTheEnd(() -> Files.delete(removed)),
                        new StopButton(),
                        Runs.ENGINES));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(failure).hasMessageContainingAll(removed.toString(), "was changed or removed");
    }

    private static ProgressDisplay touchingAtTheEnd(Path file) {
        return atTheEnd(() -> Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH)));
    }

    private interface Change {
        void happen() throws IOException;
    }

    private static ProgressDisplay atTheEnd(Change change) {
        var out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(@Nullable String sentence) {
                if (String.valueOf(sentence).startsWith("writing")) {
                    happen(change);
                }
            }
        };
        return new ProgressDisplay(out, false);
    }

    private static void happen(Change change) {
        try {
            change.happen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path some(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "part-*.parquet")) {
            return files.iterator().next();
        }
    }
}
