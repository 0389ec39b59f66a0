package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.LiveCounters.Counts;
import org.honyaku.spark.RunCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class ProgressTest {

    private static final ProgressLine LINE = new ProgressLine(2_000, 68_000);

    @Test
    void aLineTellsRowsTokensSpeedAndTimeLeft() {
        String line = LINE.line(new Counts(500, 17_000, 50_000, 12_345), Duration.ofSeconds(50));

        assertThat(line).isEqualTo("500 of 2,000 texts · 12,345 tokens · 246.9 tokens/s · about 2 min 30 s left");
    }

    @Test
    void theTimeLeftGoesByTheLengthOfTheTextsAndNotByTheirNumber() {
        String longestFirst = LINE.line(new Counts(500, 42_000, 0, 1), Duration.ofSeconds(50));

        assertThat(longestFirst).endsWith("about 50.0 s left");
    }

    @Test
    void beforeTheFirstTextTheModelIsLoading() {
        assertThat(LINE.bar(Counts.NONE, Duration.ofSeconds(3)))
                .startsWith("[....")
                .endsWith("loading the model");
    }

    @Test
    void aBarIsFullAtTheEnd() {
        assertThat(LINE.bar(new Counts(2_000, 68_000, 1, 1), Duration.ofSeconds(3)))
                .startsWith("[################] 100 % · 2,000/2,000 texts")
                .endsWith("finishing");
    }

    @Test
    void withoutATerminalThereAreLinesAndNoControlCharacters(SparkSession spark) {
        assertThat(shownWhileNothingRuns(spark, false)).isEqualTo("""
                looking at the model
                reading the corpus
                translating 2,000 distinct texts
                0 of 2,000 texts · 0 tokens · 0.0 tokens/s · loading the model
                writing the output
                """);
    }

    @Test
    void onATerminalTheLineIsWrittenOverAndClearedAtTheEnd(SparkSession spark) {
        assertThat(shownWhileNothingRuns(spark, true))
                .contains("\r\u001b[K\u001b[?7l[................]   0 % · 0/2,000 texts")
                .endsWith("\r\u001b[K");
    }

    private static String shownWhileNothingRuns(SparkSession spark, boolean terminal) {
        var shown = new ByteArrayOutputStream();
        var display = new ProgressDisplay(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal);
        try (Progress progress = Progress.start(spark.sparkContext(), display)) {
            progress.identifying();
            progress.reading();
            progress.translating(2_000, 68_000);
            progress.writing();
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runningTasksAreHeardOfBeforeTheyEnd(SparkSession spark) {
        spark.sparkContext().addSparkListener(HEARD);
        try {
            RunCounters counters = RunCounters.register(spark.sparkContext());
            List<Long> heardWhileRunning = spark.range(0, 1, 1, 1)
                    .mapPartitions(countAndWaitUntilHeard(counters), Encoders.LONG())
                    .collectAsList();
            assertThat(heardWhileRunning).containsExactly(70L);
        } finally {
            spark.sparkContext().removeSparkListener(HEARD);
        }
    }

    /** Static, so that the task of a local session sees the listener itself and not a copy. */
    private static final LiveCounters HEARD = new LiveCounters();

    private static MapPartitionsFunction<Long, Long> countAndWaitUntilHeard(RunCounters counters) {
        return rows -> {
            counters.rows().add(7L);
            counters.outputTokens().add(70L);
            for (int waited = 0; HEARD.total().rows() == 0 && waited < 600; waited++) {
                Thread.sleep(100);
            }
            return List.of(HEARD.total().outputTokens()).iterator();
        };
    }
}
