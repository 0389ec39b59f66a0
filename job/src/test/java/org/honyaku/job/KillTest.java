package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.SparkCluster.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that end without a word at random moments of a run over 2,000 rows. Whatever they leave, the output is a whole version,
 * what was in the memory is still there, and the same command comes to the end with every row.
 */
@ExtendWith(LocalSpark.class)
class KillTest {

    private static final int ROWS = 2_000;
    private static final int KILLS_IN_A_FOLDER = 5;
    private static final int LONGEST_LIFE_MILLIS = 2_000;

    /** Two open waves of texts that count 16 estimated tokens at least. */
    private static final int MOST_TEXTS_LOST = 2 * KilledDriver.WAVE_TOKENS / 16;

    private final Path parent;
    private final SparkSession spark;

    KillTest(@TempDir Path parent, SparkSession spark) {
        this.parent = parent;
        this.spark = spark;
    }

    @Test
    void tenKillsOfALocalRun() throws Exception {
        killAtRandomMoments(10, SparkCluster::ofOneProcess, LONGEST_LIFE_MILLIS);
    }

    @Test
    void tenKillsOfARunOnACluster() throws Exception {
        killAtRandomMoments(10, SparkCluster::ofTwo, LONGEST_LIFE_MILLIS);
    }

    /** An hour and more: {@code mvn -pl job -am test -Plong -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Test
    @Tag("long")
    void twoHundredKillsOfARunOnACluster() throws Exception {
        killAtRandomMoments(200, SparkCluster::ofTwo, 3 * LONGEST_LIFE_MILLIS);
    }

    @FunctionalInterface
    private interface Cluster {
        SparkCluster in(Path folder);
    }

    private void killAtRandomMoments(int kills, Cluster cluster, int longestLife) throws Exception {
        var random = new Random(20_261_124);
        int killed = 0;
        for (int folder = 0; killed < kills; folder++) {
            Path fresh = Files.createDirectory(parent.resolve("folder-" + folder));
            var old = new LossCheck(fresh, 50, 0).write(spark);
            old.runs().go(spark);
            var check = new LossCheck(fresh, ROWS, 1).write(spark);
            Outcome outcome = kill(cluster, check, random, longestLife);
            while (outcome.exitCode() == KilledDriver.KILLED) {
                check.assertWhole(old);
                if (++killed == kills || killed % KILLS_IN_A_FOLDER == 0) {
                    break;
                }
                outcome = kill(cluster, check, random, longestLife);
            }
            check.runs().go(spark);
            check.assertComplete();
            check.assertNothingIsLeft(spark);
        }
    }

    /** A run that goes on from what the last one has left. It may come to its end before it is killed. */
    private static Outcome kill(Cluster cluster, LossCheck check, Random random, int longestLife) throws Exception {
        List<String> before = check.memoryKeys();
        String life = Integer.toString(random.nextInt(longestLife));
        // Twice as many while it translates as in each of the other phases.
        String phase = KilledDriver.PHASES.get((random.nextInt(4) + 1) / 2);
        Outcome outcome = cluster.in(check.folder())
                .run(KilledDriver.class, check.folder().toString(), life, phase);
        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isIn(0, KilledDriver.KILLED);
        List<String> after = check.memoryKeys();
        int kept = after.size() - before.size();
        System.out.printf(
                "exit code %d: %s ms after %s began: memory %d -> %d rows%n",
                outcome.exitCode(), life, phase, before.size(), after.size());
        assertThat(new HashSet<>(after)).as("what was in the memory").containsAll(before);
        outcome.linesAfter(KilledDriver.ANSWERS).forEach(answers -> assertLost(Integer.parseInt(answers) - kept));
        return outcome;
    }

    /** The engine's answers in this process that are not in the memory. */
    private static void assertLost(int texts) {
        System.out.printf("work lost: %d texts, at most %d may be%n", Math.max(0, texts), MOST_TEXTS_LOST);
        assertThat(texts).as("work lost").isLessThanOrEqualTo(MOST_TEXTS_LOST);
    }
}
