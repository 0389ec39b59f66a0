package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.HookedDisk.Moment;
import org.honyaku.job.SparkCluster.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers of a Delta table see while it is refreshed, whatever happens to the refresh. */
@ExtendWith(LocalSpark.class)
class DeltaReadersTest {

    private static final int ROWS = 40;

    private final Path folder;
    private final Path out;
    private final SparkSession spark;

    DeltaReadersTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.spark = spark;
    }

    /** Unlike readers of Parquet, who may be overtaken between finding the files and opening them, these have no excuse. */
    @Test
    void everyPollSeesOneVersionWholeAndNoneGoesBack() throws IOException {
        writeCorpus("version 0");
        Runs.in(folder).toDelta().go(spark);

        List<String> polls;
        try (var reader = PollingReader.start(() -> DeltaReader.read(spark, out).toString())) {
            for (int refresh = 1; refresh <= 2; refresh++) {
                writeCorpus("version " + refresh);
                Runs.in(folder).toDelta().overwriting().go(spark);
            }
            polls = reader.seen();
        }

        List<String> versions = IntStream.rangeClosed(0, 2)
                .mapToObj(version -> whole("VERSION " + version).toString())
                .toList();
        System.out.println(
                polls.size() + " polls saw " + polls.stream().distinct().count() + " versions");
        assertThat(polls).hasSizeGreaterThan(3).isSubsetOf(versions);
        assertThat(polls.stream().map(versions::indexOf)).isSorted();
        assertThat(DeltaReader.read(spark, out)).isEqualTo(whole("VERSION 2"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_A_COMPACTION")
    void aKilledRefreshLeavesAWholeVersionAndTheNextRunGoesOn(Moment moment) throws Exception {
        writeCorpus("old");
        Runs.in(folder).toDelta().go(spark);
        writeCorpus("new");

        Outcome killed = kill(moment);

        assertThat(killed.exitCode()).as(String.join("\n", killed.output())).isEqualTo(KilledDriver.KILLED);
        boolean committed = moment == Moment.AFTER_COMMIT;
        assertThat(DeltaReader.read(spark, out)).isEqualTo(whole(committed ? "NEW" : "OLD"));
        RunReport next = Runs.in(folder).toDelta().overwriting().go(spark);
        assertThat(next.generated().allRows())
                .as("texts that were translated and not kept")
                .isZero();
        assertThat(DeltaReader.read(spark, out)).isEqualTo(whole("NEW"));
        assertThat(folder.resolve(".out.honyaku")).doesNotExist();
    }

    @Test
    void aRunKilledBeforeTheFirstCommitIsNotInTheWayOfTheNext() throws Exception {
        writeCorpus("first");

        Outcome killed = kill(Moment.BEFORE_COMMIT);

        assertThat(killed.exitCode()).as(String.join("\n", killed.output())).isEqualTo(KilledDriver.KILLED);
        assertThat(out).isNotEmptyDirectory();
        Runs.in(folder).toDelta().go(spark);
        assertThat(DeltaReader.read(spark, out)).isEqualTo(whole("FIRST"));
    }

    @Test
    void aTableThatAnotherProgramChangesMeanwhileIsWorthTryingAgain() {
        writeCorpus("old");
        Runs.in(folder).toDelta().go(spark);
        writeCorpus("new");
        var once = new AtomicBoolean();
        HookedDisk.mount(spark.sparkContext().hadoopConfiguration(), moment -> {
            if (moment == Moment.BEFORE_COMMIT && once.compareAndSet(false, true)) {
                CompletableFuture.runAsync(this::overwriteByAnotherProgram).join();
            }
        });
        TranslationRun run = Runs.in(folder)
                .toDelta()
                .overwriting()
                .withMemory(folder.resolve(".out.memory"))
                .to(HookedDisk.SCHEME + ":" + out);

        UserException overtaken = catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));

        assertThat(overtaken.exitCode()).as(overtaken.getMessage()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(overtaken).hasMessageContaining("changed by another program");
        assertThat(DeltaReader.read(spark, out)).containsExactly("1=theirs");
    }

    @Test
    void onAnObjectStoreNothingIsRenamed() {
        ObjectStore.mount(spark.sparkContext().hadoopConfiguration());
        TranslationRun run = Runs.in(folder)
                .toDelta()
                .overwriting()
                .withMemory(folder.resolve(".out.memory"))
                .to(ObjectStore.SCHEME + ":" + out);
        for (String text : List.of("old", "new")) {
            writeCorpus(text);
            TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES);
        }

        assertThat(DeltaReader.read(spark, out)).isEqualTo(whole("NEW"));
        assertThat(DeltaReader.read(spark, out, 0)).isEqualTo(whole("OLD"));
    }

    private void overwriteByAnotherProgram() {
        spark.sql("select 1L as id, 'theirs' as translation")
                .write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .save(out.toString());
    }

    private Outcome kill(Moment moment) throws IOException, InterruptedException {
        var conf = new SparkConf(false);
        DeltaSession.configure(conf);
        SparkCluster cluster = SparkCluster.ofOneProcess(folder);
        for (var setting : conf.getAll()) {
            cluster = cluster.with(setting._1(), setting._2());
        }
        return cluster.run(DeltaKilledDriver.class, folder.toString(), moment.name());
    }

    private void writeCorpus(String text) {
        spark.sql("select id, concat('" + text + " of ', id) as text from range(" + ROWS + ")")
                .write()
                .mode("overwrite")
                .parquet(Runs.in(folder).input());
    }

    private static List<String> whole(String text) {
        return IntStream.range(0, ROWS)
                .mapToObj(id -> id + "=" + text + " OF " + id)
                .toList();
    }
}
