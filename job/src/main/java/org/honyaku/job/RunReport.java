package org.honyaku.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.honyaku.spark.RowStatus;

/**
 * What a run did. The totals are sums over the published rows, so a retried task counts once.
 *
 * @param output where the translations are
 * @param rows of input and output, by status
 * @param promptTokens of all published rows; equal texts count each time
 * @param outputTokens of all published rows; equal texts count each time
 * @param generatedRows distinct texts that went through the engine's hands in this run
 * @param generatedTokens output tokens of the distinct texts
 * @param translating time from the first task's start to the last one's end, loading the model included
 * @param total time of the whole run
 * @param modelLoads one line for each load of the model, saying where and how
 * @param maxFailedShare see {@link TranslationRun}
 */
public record RunReport(
        String output,
        Map<RowStatus, Long> rows,
        long promptTokens,
        long outputTokens,
        long generatedRows,
        long generatedTokens,
        Duration translating,
        Duration total,
        List<String> modelLoads,
        double maxFailedShare) {

    public RunReport {
        rows = Map.copyOf(rows);
        modelLoads = List.copyOf(modelLoads);
    }

    /** Input rows, each of them published once. */
    public long totalRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows that had something to translate and have no translation. */
    public long failedRows() {
        return rows.entrySet().stream()
                .filter(entry -> entry.getKey().verdict() == RowStatus.Verdict.FAILED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** {@link ExitCode#OK} within the error budget, else {@link ExitCode#OVER_ERROR_BUDGET}. */
    public ExitCode exitCode() {
        return failedRows() > maxFailedShare * totalRows() ? ExitCode.OVER_ERROR_BUDGET : ExitCode.OK;
    }

    /** The report as plain text of several lines, for people. */
    public String summary() {
        return totalRows() + " rows in " + output;
    }
}
