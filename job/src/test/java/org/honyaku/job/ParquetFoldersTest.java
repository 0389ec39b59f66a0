package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parquet in folders within the input: every file is read, or the run says why not. */
@ExtendWith(LocalSpark.class)
class ParquetFoldersTest {

    private final Path folder;
    private final SparkSession spark;

    ParquetFoldersTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void filesInFoldersOfAnyDepthAreRead() throws Exception {
        write("corpus", 1);
        write("corpus/2025", 2);
        write("corpus/2026/april", 3);

        assertThat(Runs.in(folder).go(spark).published().allRows()).isEqualTo(3);
        assertThat(ids()).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void foldersThatHoldNothingButFolders() throws Exception {
        write("corpus/2025", 1);
        Runs.in(folder).go(spark);
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void foldersThatAreColumnsBecomeColumns() throws Exception {
        write("corpus/year=2025", 1);
        write("corpus/year=2026", 2);
        Runs.in(folder).go(spark);
        assertThat(ParquetFolder.rows(folder.resolve("out"), "id", "year", "translation"))
                .containsExactlyInAnyOrder("1\t2025\tTEXT 1", "2\t2026\tTEXT 2");
    }

    @Test
    void aPatternKeepsTheColumns() throws Exception {
        write("corpus/year=2025", 1);
        go(folder + "/corp*");
        assertThat(ParquetFolder.rows(folder.resolve("out"), "id", "year")).containsExactly("1\t2025");
    }

    /** Spark would say that its directory structures conflict. */
    @Test
    void aPatternForSeveralFoldersWithColumnsIsRefused() {
        write("corpus-ja/year=2025", 1);
        write("corpus-en/year=2025", 2);

        UserException refused = catchThrowableOfType(UserException.class, () -> go(folder + "/corpus-*"));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(refused).hasMessageContainingAll("several folders", "year");
    }

    /** Spark would read those in the folders that are columns, and not a word about the other. */
    @Test
    void filesBesideFoldersThatAreColumnsAreNotLeftOutInSilence() {
        write("corpus", 1);
        write("corpus/year=2025", 2);

        UserException refused =
                catchThrowableOfType(UserException.class, () -> Runs.in(folder).go(spark));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(refused).hasMessageContainingAll("folders of different kinds", "none that is a column", "year");
    }

    @Test
    void bracketsInTheNameOfAFolderAreNoPattern() throws Exception {
        write("corpus", 1);
        write("a[1]/corpus", 2);
        go(folder + "/a[1]/corpus");
        assertThat(ids()).containsExactly("2");
    }

    private void go(String input) {
        TranslationRun run = Runs.in(folder).of(input, folder + "/out");
        TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES);
    }

    private void write(String place, int id) {
        spark.sql("select " + id + " as id, 'text " + id + "' as text")
                .coalesce(1)
                .write()
                .mode("append")
                .option("__globPaths__", "false")
                .parquet(folder.resolve(place).toString());
    }

    private List<String> ids() throws Exception {
        return ParquetFolder.rows(folder.resolve("out"), "id");
    }
}
