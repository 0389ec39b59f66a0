package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs with {@code --output-format delta}: each is one commit, or none. */
@ExtendWith(LocalSpark.class)
class DeltaOutputTest {

    private static final int ROWS = 40;

    private final Path folder;
    private final Path out;
    private final SparkSession spark;

    DeltaOutputTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.spark = spark;
    }

    @Test
    void aChangedRowCostsOneRowAndTimeTravelKeepsTheOldVersion() throws IOException {
        writeCorpus("cast(id as string)");
        Runs.in(folder).toDelta().go(spark);
        List<String> old = DeltaReader.read(spark, out);
        writeCorpus("if(id = 7, 'another', cast(id as string))");
        RunReport report = Runs.in(folder).toDelta().overwriting().go(spark);

        assertThat(report.generated().allRows()).isEqualTo(1);
        assertThat(DeltaReader.read(spark, out))
                .hasSize(ROWS)
                .contains("7=ANOTHER")
                .doesNotContain("7=7");
        assertThat(DeltaReader.versions(spark, out)).isEqualTo(2);
        assertThat(DeltaReader.read(spark, out, 0)).isEqualTo(old).contains("7=7");
        assertThat(folder.resolve(".out.honyaku")).doesNotExist();
    }

    @Test
    void theRecordOfTheRunIsInTheCommitAndBesideTheFiles() throws IOException {
        writeCorpus("cast(id as string)");
        Runs.in(folder).toDelta().go(spark);

        String record = Files.readString(out.resolve("_honyaku/run.json"));
        assertThat(record).contains("\"output_format\" : \"delta\"", "\"all\" : " + ROWS);
        assertThat(spark.sql("describe history delta.`" + out + "`")
                        .select("userMetadata")
                        .head()
                        .getString(0))
                .isEqualTo(record);
    }

    @Test
    void columnsMayChangeFromVersionToVersion() {
        writeCorpus("cast(id as string)");
        Runs.in(folder).toDelta().go(spark);
        spark.sql("select cast(id as string) as id, 'a' as text, 1.5 as weight from range(3)")
                .write()
                .mode("overwrite")
                .parquet(Runs.in(folder).input());
        Runs.in(folder).toDelta().overwriting().go(spark);

        List<Row> rows =
                spark.read().format("delta").load(out.toString()).orderBy("id").collectAsList();
        assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row.schema().fieldNames())
                .startsWith("id", "text", "weight", "translation"));
    }

    @Test
    void aRefreshWhoseCommitFailsLeavesTheOldVersion() throws IOException {
        writeCorpus("concat('old ', id)");
        Runs.in(folder).toDelta().go(spark);
        List<String> old = DeltaReader.read(spark, out);
        writeCorpus("concat('new ', id)");

        UserException failure = failure(onAFullDisk(Runs.in(folder).overwriting()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContainingAll(out.toString(), "No space left on device");
        assertThat(DeltaReader.read(spark, out)).isEqualTo(old);
        assertThat(DeltaReader.versions(spark, out)).isEqualTo(1);
        assertThat(folder.resolve(".out.honyaku")).doesNotExist();
        Runs.in(folder).toDelta().overwriting().go(spark);
        assertThat(DeltaReader.read(spark, out)).hasSize(ROWS).contains("7=NEW 7");
    }

    @Test
    void aFirstRunWhoseCommitFailsLeavesNothingInTheWayOfTheNext() {
        writeCorpus("cast(id as string)");

        assertThat(failure(onAFullDisk(Runs.in(folder))).exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(out).doesNotExist();
        Runs.in(folder).toDelta().go(spark);
        assertThat(DeltaReader.read(spark, out)).hasSize(ROWS);
    }

    /** The run to a table on a disk that is full when everything but the commit is written. */
    private TranslationRun onAFullDisk(Runs runs) {
        HookedDisk.mount(spark.sparkContext().hadoopConfiguration(), moment -> {
            if (moment == HookedDisk.Moment.BEFORE_COMMIT) {
                throw new IOException("No space left on device");
            }
        });
        return runs.toDelta().withMemory(folder.resolve(".out.memory")).to(HookedDisk.SCHEME + ":" + out);
    }

    @Test
    void aFolderOfParquetIsNotReplacedByATable() throws IOException {
        writeCorpus("cast(id as string)");
        Runs.in(folder).go(spark);
        List<Path> before = files();

        UserException refused = failure(Runs.in(folder).toDelta().overwriting().run());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused)
                .hasMessageContainingAll(out.toString(), "no Delta table", "leave out --output-format delta");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aTableIsNotReplacedByAFolderOfParquet() throws IOException {
        writeCorpus("cast(id as string)");
        Runs.in(folder).toDelta().go(spark);
        List<Path> before = files();

        UserException refused = failure(Runs.in(folder).overwriting().run());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageContainingAll(out.toString(), "is a Delta table", "add --output-format delta");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void anExistingTableIsReplacedOnRequestOnly() {
        writeCorpus("cast(id as string)");
        Runs.in(folder).toDelta().go(spark);

        UserException refused = failure(Runs.in(folder).toDelta().run());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageContainingAll("exists already", "--overwrite");
        assertThat(DeltaReader.versions(spark, out)).isEqualTo(1);
    }

    /** Spaces are letters to Parquet and none to Delta. */
    @Test
    void whatDeltaCannotHoldIsSaidBeforeAnythingIsTranslated() {
        spark.sql("select id, 'a' as text, 1 as `two words` from range(3)")
                .write()
                .parquet(Runs.in(folder).input());

        UserException refused = failure(Runs.in(folder).toDelta().run());

        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageContainingAll("two words", "--output-format delta");
        assertThat(out).doesNotExist();
        assertThat(folder.resolve(".out.memory/waves")).doesNotExist();
    }

    @Test
    void aTableIsNoCorpusSinceItsFilesHoldOldRowsAsWell() {
        spark.sql("select id, 'a' as text from range(3)")
                .write()
                .format("delta")
                .save(Runs.in(folder).input());

        UserException refused = failure(Runs.in(folder).run());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(refused).hasMessageContainingAll(Runs.in(folder).input(), "Delta table");
    }

    private void writeCorpus(String text) {
        spark.sql("select id, " + text + " as text from range(" + ROWS + ")")
                .coalesce(2)
                .write()
                .mode("overwrite")
                .parquet(Runs.in(folder).input());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.sorted().toList();
        }
    }

    private UserException failure(TranslationRun run) {
        return catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));
    }
}
