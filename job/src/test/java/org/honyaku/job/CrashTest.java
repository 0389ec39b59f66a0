package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.SparkCluster.Outcome;
import org.honyaku.spark.HaltCode;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.StandIn;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that bring down the process that translates them. Every other row is done, and they have a status that says it. */
@ExtendWith(LocalSpark.class)
class CrashTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);

    private static final int ROWS = 10_000;

    /** As long as the others: the longest texts are begun first, and these would be alone then. */
    private static final String GOOD = "row row";

    /** A process each time; two deaths of a row alone, and perhaps one among others. */
    private static final int MOST_DEATHS_OF_A_KILLER = 3;

    private final Path folder;
    private final SparkSession spark;

    CrashTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void textsThatKillTheirExecutorAreCrashedAndAllOthersAreDone(int killers) throws Exception {
        Set<Integer> bad = write(ROWS, killers, StandIn.KILLER);

        Outcome outcome = SparkCluster.ofTwo(folder).run(CrashDriver.class, folder.toString(), "0", "60");

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isEqualTo(10);
        assertAllDoneBut(bad, RowStatus.CRASHED, ROWS);
    }

    @Test
    void aTextThatHangsTheModelIsTimedOutAndAllOthersAreDone() throws Exception {
        Set<Integer> bad = write(1_000, 1, StandIn.SLEEPER);

        Outcome outcome = SparkCluster.ofTwo(folder).run(CrashDriver.class, folder.toString(), "0", "2");

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isEqualTo(10);
        assertAllDoneBut(bad, RowStatus.TIMEOUT, 1_000);
    }

    @Test
    void inLocalModeTheSameCommandAgainComesToTheEnd() throws Exception {
        Set<Integer> bad = write(ROWS, 1, StandIn.KILLER);
        int deaths = 0;
        Outcome outcome = runHere("60");
        while (outcome.exitCode() == StandIn.ABORTED) {
            deaths++;
            outcome = runHere("60");
        }

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isEqualTo(10);
        assertThat(deaths).isBetween(2 * bad.size(), MOST_DEATHS_OF_A_KILLER * bad.size());
        assertAllDoneBut(bad, RowStatus.CRASHED, ROWS);
    }

    @Test
    void aHangInLocalModeEndsTheProcessWithACodeOfItsOwn() throws Exception {
        Set<Integer> bad = write(1_000, 1, StandIn.SLEEPER);
        int hangs = 0;
        Outcome outcome = runHere("2");
        while (outcome.exitCode() == HaltCode.HUNG.number()) {
            hangs++;
            outcome = runHere("2");
        }

        assertThat(hangs).isBetween(1, 2);
        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isEqualTo(10);
        assertAllDoneBut(bad, RowStatus.TIMEOUT, 1_000);
    }

    @Test
    void sevenKillsOfAnExecutorInOneJobLoseNothing() throws Exception {
        killExecutors();
    }

    /** Ten minutes: {@code mvn -pl job -am test -Plong -Dtest=CrashTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @RepeatedTest(10)
    @Tag("long")
    void sevenKillsTenTimes() throws Exception {
        killExecutors();
    }

    private void killExecutors() throws IOException, InterruptedException {
        int rows = 2_000;
        write(rows, 0, "");
        var kills = new ExecutorKills(folder.resolve(".out.memory/journals"), 7);

        Outcome outcome = SparkCluster.ofTwo(folder).run(kills, CrashDriver.class, folder.toString(), "10", "60");

        assertThat(kills.done()).isEqualTo(7);
        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isZero();
        assertAllDoneBut(Set.of(), RowStatus.CRASHED, rows);
    }

    private Outcome runHere(String stepSeconds) throws IOException, InterruptedException {
        return SparkCluster.ofOneProcess(folder).run(CrashDriver.class, folder.toString(), "0", stepSeconds);
    }

    /** Rows of which some bring the process down; returns the ids of these, which lie evenly among the others. */
    private Set<Integer> write(int rows, int bad, String badText) {
        Set<Integer> badIds = Set.copyOf(IntStream.range(0, bad)
                .mapToObj(i -> rows / (2 * bad) + i * (rows / bad))
                .toList());
        List<Row> all = IntStream.range(0, rows)
                .mapToObj(id -> RowFactory.create(id, (badIds.contains(id) ? badText : GOOD) + " " + id))
                .toList();
        spark.createDataFrame(all, TEXTS)
                .coalesce(2)
                .write()
                .parquet(Runs.in(folder).input());
        return badIds;
    }

    private void assertAllDoneBut(Set<Integer> bad, RowStatus status, int rows) throws IOException {
        List<String> expected = IntStream.range(0, rows)
                .mapToObj(id -> bad.contains(id)
                        ? id + "\tnull\t" + status.columnValue()
                        : id + "\t" + (GOOD + " " + id).toUpperCase(Locale.ROOT) + "\tok")
                .toList();
        assertThat(ParquetFolder.rows(Path.of(Runs.in(folder).output()), "id", "translation", "status"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Files.exists(folder.resolve(".out.memory/journals/"))).isFalse();
    }
}
