package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.StandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped before their end. */
@ExtendWith(LocalSpark.class)
class StoppedRunTest {

    private static final EngineFactory SLOW = new StandIn.Factory("stopped", 2);
    private static final RunLimits SMALL_WAVES = new RunLimits(3, OptionalLong.of(2_000), Optional.empty());

    private final LossCheck old;
    private final LossCheck check;
    private final SparkSession spark;

    StoppedRunTest(@TempDir Path folder, SparkSession spark) {
        this.spark = spark;
        this.old = new LossCheck(folder, 30, 0).write(spark);
        old.runs().go(spark);
        this.check = new LossCheck(folder, 1_000, 1).write(spark);
    }

    @Test
    void whatIsTranslatedIsKeptAndTheSameCommandGoesOn() throws IOException {
        int earlier = check.memoryKeys().size();
        var button = new StopButton();
        pressAfterTheFirstWave(button);

        UserException stopped = catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(
                        spark, check.runs().withLimits(SMALL_WAVES).run(), Runs.silent(), button, SLOW));

        int kept = check.memoryKeys().size() - earlier;
        assertThat(stopped.exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(stopped)
                .hasMessageContainingAll("stopped by a test", "%,d of ".formatted(kept), " are left", "goes on");
        old.assertComplete();
        assertThat(check.leftovers()).isEmpty();

        RunReport rest = check.runs().go(spark);

        assertThat(kept).isPositive();
        assertThat(rest.generated().allRows()).isPositive();
        check.assertComplete();
        // The text that is too long was tried in up to three runs; every other one was translated once.
        assertThat(check.memoryKeys().size() - new HashSet<>(check.memoryKeys()).size())
                .isLessThanOrEqualTo(2);
    }

    /** Otherwise a corpus of many nights would leave thousands of files, all of which the driver lists at every start. */
    @Test
    void aNightThatDoesNotComeToItsEndCompactsTheMemoryToo() throws IOException {
        Path memory = check.folder().resolve(".out.memory");
        File wave = Objects.requireNonNull(memory.resolve("waves").toFile().listFiles())[0];
        for (int copy = 0; copy < 101; copy++) {
            FileUtils.copyDirectory(wave, new File(wave.getParentFile(), "copy-" + copy));
        }
        var button = new StopButton();
        pressAfterTheFirstWave(button);

        assertThat(catchThrowableOfType(
                        UserException.class,
                        () -> TranslationJob.run(
                                spark, check.runs().withLimits(SMALL_WAVES).run(), Runs.silent(), button, SLOW)))
                .extracting(UserException::exitCode)
                .isEqualTo(ExitCode.DEADLINE);

        assertThat(memory.resolve("generations/generation-000001")).exists();
        assertThat(memory.resolve("waves").toFile().list()).hasSizeLessThan(10);
    }

    @Test
    void aDeadlineThatHasPassedStopsBeforeAnyText() throws IOException {
        var limits = new RunLimits(3, OptionalLong.empty(), Optional.of(Instant.now()));

        UserException stopped = catchThrowableOfType(
                UserException.class, () -> check.runs().withLimits(limits).go(spark));

        assertThat(stopped.exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(stopped).hasMessageContainingAll("stopped at the deadline", "The output", "as it was before");
        old.assertComplete();
        assertThat(check.leftovers()).isEmpty();
    }

    @Test
    void aButtonThatIsPressedTwiceSaysSo() {
        var button = new StopButton();
        assertThat(button.press("for a reason")).isTrue();
        assertThat(button.press("for another")).isFalse();
        assertThat(button.pressed()).contains("for a reason");
    }

    /** The old output's run has made one wave. */
    private void pressAfterTheFirstWave(StopButton button) {
        File waves = check.folder().resolve(".out.memory/waves").toFile();
        int before = count(waves);
        var thread = new Thread(() -> {
            while (count(waves) == before) {
                LockSupport.parkNanos(1_000_000);
            }
            button.press("by a test");
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static int count(File folder) {
        return Objects.requireNonNull(folder.list()).length;
    }
}
