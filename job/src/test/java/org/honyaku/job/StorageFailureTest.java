package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An output that cannot be written ends the run with exit code 14, the path, and the old output as it was. */
@ExtendWith(LocalSpark.class)
class StorageFailureTest {

    private final Path folder;
    private final SparkSession spark;

    StorageFailureTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
        spark.sql("select id, concat('text ', id) as text from range(40)")
                .write()
                .parquet(Runs.in(folder).input());
    }

    /** Sooner or later: before anything is written, in the middle, and when a part of the output is there. */
    @ParameterizedTest
    @CsvSource({
        "NO_SPACE,0",
        "NO_SPACE,2",
        "NO_SPACE,1",
        "FULL,0",
        "FULL,4",
        "FULL,8",
        "FULL,16",
        "NO_PERMISSION,0",
        "NO_PERMISSION,2",
        "NO_PERMISSION,1",
        "READ_ONLY,0",
        "READ_ONLY,2",
        "READ_ONLY,1",
        "NO_RENAME,0",
        "NO_RENAME,0",
        "NO_RENAME,0"
    })
    void aDiskThatFails(FaultyDisk.Fault fault, int files) throws IOException {
        spark.sql("select id, 'OLD' as translation from range(40)")
                .write()
                .parquet(Runs.in(folder).output());
        List<Row> before = output();
        FaultyDisk.mount(spark.sparkContext().hadoopConfiguration(), fault, files);

        UserException failure = failure(Runs.in(folder)
                .overwriting()
                .to(FaultyDisk.SCHEME + ":" + Runs.in(folder).output()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContainingAll(folder + "/out", fault.message());
        assertThat(output()).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("corpus", "out")
                    .isSubsetOf("corpus", "out", ".out.memory");
        }
    }

    @Test
    void aMemoryThatCannotBeCompactedIsNoFailureOfARunThatIsPublished() throws IOException {
        Path memory = folder.resolve("memory");
        Runs.in(folder).withMemory(memory).go(spark);
        Path wave = only(memory.resolve("waves"));
        for (int copy = 0; copy < 101; copy++) {
            FileUtils.copyDirectory(
                    wave.toFile(), wave.resolveSibling("copy-" + copy).toFile());
        }
        var tried = new AtomicBoolean();
        HookedDisk.mount(spark.sparkContext().hadoopConfiguration(), moment -> {
            tried.set(true);
            throw new IOException("No space left on device");
        });
        TranslationRun again = Runs.in(folder)
                .overwriting()
                .withMemory(HookedDisk.SCHEME + ":" + memory)
                .run();

        RunReport report = TranslationJob.run(spark, again, Runs.silent(), new StopButton(), Runs.ENGINES);

        assertThat(tried).isTrue();
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(report.published().reusedRows()).isEqualTo(40);
        assertThat(memory.resolve("generations")).doesNotExist();
    }

    /** It is no part of the input, and the way out is another. */
    @Test
    void aFileOfTheMemoryThatIsCutIsNamedAsOne() throws IOException {
        Path memory = folder.resolve("memory");
        Runs.in(folder).withMemory(memory).go(spark);
        Path file;
        try (Stream<Path> all = Files.walk(memory.resolve("waves"))) {
            file = all.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));

        UserException failure =
                failure(Runs.in(folder).overwriting().withMemory(memory).run());

        assertThat(failure.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure)
                .hasMessageContainingAll(
                        file.getFileName().toString(), "of the translation memory cannot be read", "remove it");
    }

    @Test
    void aFileWhereAFolderShouldBe() throws IOException {
        Files.createFile(folder.resolve("file"));

        UserException failure =
                failure(Runs.in(folder).to(folder.resolve("file/out").toString()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContaining("file/out");
    }

    /** Not even root may make a folder there. */
    @Test
    void aFolderWhereNothingCanBeWritten() {
        UserException failure = failure(Runs.in(folder).to("/proc/out"));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContaining("/proc/out");
    }

    private List<Row> output() {
        return spark.read().parquet(Runs.in(folder).output()).orderBy("id").collectAsList();
    }

    private UserException failure(TranslationRun run) {
        return catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));
    }

    private static Path only(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.findFirst().orElseThrow();
        }
    }
}
