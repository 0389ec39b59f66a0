package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.honyaku.spark.RowStatus;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void theSummaryTellsWhatHappenedWhereItIsAndHowFastItWas() {
        var rows = Map.of(
                RowStatus.OK, 1_990L, RowStatus.TRUNCATED, 5L, RowStatus.EMPTY_SOURCE, 4L, RowStatus.TOO_LONG, 1L);

        RunReport report = report(rows, 0.01);

        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(report.summary()).isEqualTo("""
                Done.
                rows      2,000: ok 1,990 · truncated 5 · empty_source 4 · too_long 1
                texts     1,500 tried, each once; 500 rows have the translation of an earlier run
                tokens    90,000 in, 30,000 out for these texts (250.0 out a second); 120,000 in, 40,000 out for all rows
                time      2 min 5 s, of which 2 min 0 s translating (loading the model included)
                model     loads: 1
                          executor 0: a model
                memory    /data/.out.memory
                output    /data/out
                """);
    }

    @Test
    void failedRowsBeyondTheBudgetAreSaidFirst() {
        RunReport report = report(Map.of(RowStatus.OK, 98L, RowStatus.ERROR, 1L, RowStatus.EMPTY, 1L), 0.01);

        assertThat(report.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
        assertThat(report.summary()).startsWith("Done, but 2 of 100 rows failed");
    }

    @Test
    void rowsWithNothingToTranslateAndFlaggedRowsAreNoFailures() {
        assertThat(report(Map.of(RowStatus.EMPTY_SOURCE, 50L, RowStatus.TRUNCATED, 50L), 0)
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void exactlyTheBudgetIsWithinIt() {
        assertThat(report(Map.of(RowStatus.OK, 99L, RowStatus.ERROR, 1L), 0.01).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(Durations.format(Duration.ofMillis(4_230))).isEqualTo("4.2 s");
        assertThat(Durations.format(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Durations.format(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    private static RunReport report(Map<RowStatus, Long> rows, double maxFailedShare) {
        return new RunReport(
                "/data/out",
                "/data/.out.memory",
                new Totals(rows, 500, 120_000, 40_000, Optional.empty()),
                new MalformedRows(0, List.of()),
                new Totals(Map.of(RowStatus.OK, 1_500L), 0, 90_000, 30_000, Optional.empty()),
                Duration.ofSeconds(120),
                Duration.ofSeconds(125),
                List.of("executor 0: a model"),
                maxFailedShare,
                false);
    }
}
