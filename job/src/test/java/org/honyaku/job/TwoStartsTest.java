package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.RunServer.Client;
import org.honyaku.job.RunServer.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that start a run of the same output at once. */
@ExtendWith(LocalSpark.class)
class TwoStartsTest {

    /** What whoever starts a run by hand may have to wait to hear that another one is there. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final SparkSession spark;

    TwoStartsTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void exactlyOneWorksAndTheOtherHasWrittenNothing() throws Exception {
        startInPairs(8);
    }

    /** {@code mvn -pl job -am test -Plong -Dtest=TwoStartsTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Tag("long")
    @Test
    void ofFiftyPairsExactlyOneWorks() throws Exception {
        startInPairs(50);
    }

    @Test
    void aKilledHolderIsTakenOver() throws Exception {
        LossCheck check = new LossCheck(folder, 100, 0).write(spark);
        try (Client holder = Client.start(folder);
                Client next = Client.start(folder)) {
            holder.startRun();
            while (!Files.exists(folder.resolve(".out.memory/users"))) {
                LockSupport.parkNanos(1_000_000);
            }
            holder.process().destroyForcibly().waitFor();
            next.startRun();
            assertThat(next.awaitEnd().exitCode()).isZero();
        }
        check.assertComplete();
        check.assertNothingIsLeft(spark);
    }

    private void startInPairs(int pairs) throws IOException, InterruptedException {
        try (Client one = Client.start(folder);
                Client other = Client.start(folder)) {
            for (int pair = 0; pair < pairs; pair++) {
                LossCheck check = new LossCheck(folder, 100, pair).write(spark);
                one.startRun();
                other.startRun();
                List<Ended> ends = List.of(one.awaitEnd(), other.awaitEnd());

                assertThat(ends).extracting(Ended::exitCode).containsExactlyInAnyOrder(0, 12);
                assertThat(ends)
                        .filteredOn(end -> end.exitCode() == 12)
                        .allMatch(end -> end.after().compareTo(MOST_PATIENCE) < 0);
                check.assertComplete();
                assertThat(check.leftovers()).isEmpty();
                assertThat(runsInTheMemory()).as("runs that wrote").hasSize(pair + 1);
            }
        }
    }

    /** Every pair's corpus has a new text, so that whoever works adds to the memory. */
    private Set<String> runsInTheMemory() throws IOException {
        return new HashSet<>(ParquetFolder.rows(folder.resolve(".out.memory/waves"), "run"));
    }
}
