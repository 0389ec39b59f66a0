package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.FaultyDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a reader sees who reads the output ten times a second while it is refreshed. */
@ExtendWith(LocalSpark.class)
class RefreshTest {

    private static final int REFRESHES = 20;
    private static final int ROWS = 100;
    private static final List<Fault> FAULTS = List.of(Fault.NO_SPACE, Fault.NO_PERMISSION, Fault.READ_ONLY);

    private final Path folder;
    private final Path out;
    private final SparkSession spark;

    RefreshTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.spark = spark;
    }

    @Test
    void theOldVersionIsReadableInAllPollsOfRefreshesThatFail() throws Exception {
        writeCorpus("old");
        Runs.in(folder).go(spark);
        String old = PollingReader.read(out).toString();
        writeCorpus("new");

        List<String> polls;
        try (var reader = PollingReader.start(out)) {
            for (int refresh = 0; refresh < REFRESHES; refresh++) {
                Fault fault = FAULTS.get(refresh % FAULTS.size());
                FaultyDisk.mount(spark.sparkContext().hadoopConfiguration(), fault, refresh / FAULTS.size() % 3);
                TranslationRun run = Runs.in(folder).overwriting().to(FaultyDisk.SCHEME + ":" + out);
                assertThat(catchThrowable(
                                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES)))
                        .isInstanceOfSatisfying(UserException.class, failure -> assertThat(failure.exitCode())
                                .isEqualTo(ExitCode.OUTPUT));
            }
            polls = reader.seen();
        }
        assertThat(polls).hasSizeGreaterThan(REFRESHES).allMatch(old::equals);
    }

    /** Between finding the files and opening them a reader may be overtaken; what it reads is never a mixture. */
    @Test
    void everyPollOfRefreshesThatSucceedSeesOneVersionWhole() throws Exception {
        writeCorpus("version 0");
        Runs.in(folder).go(spark);

        List<String> polls;
        try (var reader = PollingReader.start(out)) {
            for (int refresh = 1; refresh <= 3; refresh++) {
                writeCorpus("version " + refresh);
                TranslationJob.run(
                        spark, Runs.in(folder).overwriting().run(), Runs.silent(), new StopButton(), Runs.ENGINES);
            }
            polls = reader.seen();
        }
        List<String> versions = Stream.of(0, 1, 2, 3)
                .map(version -> whole("VERSION " + version))
                .toList();
        assertThat(PollingReader.read(out)).hasToString(versions.get(3));
        assertThat(polls)
                .filteredOn(poll -> !versions.contains(poll))
                .allMatch(poll -> poll.startsWith(PollingReader.OVERTAKEN));
        assertThat(polls).filteredOn(versions::contains).hasSizeGreaterThan(polls.size() * 9 / 10);
    }

    private void writeCorpus(String text) {
        spark.sql("select id, concat('" + text + " of ', id) as text from range(" + ROWS + ")")
                .write()
                .mode("overwrite")
                .parquet(Runs.in(folder).input());
    }

    private static String whole(String text) {
        return Stream.iterate(0, id -> id + 1)
                .limit(ROWS)
                .map(id -> id + "=" + text + " OF " + id)
                .toList()
                .toString();
    }
}
