package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An output that cannot be written ends the run with exit code 14, the path, and the old output as it was. */
@ExtendWith(LocalSpark.class)
class StorageFailureTest {

    private final Path folder;
    private final SparkSession spark;

    StorageFailureTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
        spark.sql("select 1 as id, 'one' as text")
                .write()
                .parquet(Runs.in(folder).input());
    }

    @Test
    void aFullDisk() throws IOException {
        Runs.in(folder).go(spark);
        FullDisk.mount(spark.sparkContext().hadoopConfiguration());

        UserException failure = failure(Runs.in(folder)
                .overwriting()
                .to(FullDisk.SCHEME + ":" + Runs.in(folder).output()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContainingAll(folder + "/out", "No space left on device");
        assertThat(spark.read().parquet(Runs.in(folder).output()).count()).isEqualTo(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("corpus", "out", ".out.memory");
        }
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

    private UserException failure(TranslationRun run) {
        return catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));
    }
}
