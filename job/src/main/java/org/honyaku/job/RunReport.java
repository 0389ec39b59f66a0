package org.honyaku.job;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.honyaku.spark.RowStatus.Verdict;

/**
 * What a run did. All numbers are sums over rows that were written, so a task that Spark repeated counts once.
 *
 * @param output where the translations are
 * @param memory where every translation is kept for the next run
 * @param published all rows of the output; equal texts count each time
 * @param malformed those of them that were malformed records of a text file
 * @param generated the texts that went to the engine
 * @param translating time from the first text to the last one, loading the model included
 * @param total time of the whole run
 * @param modelLoads one line for each load of the model, saying where and how
 * @param maxFailedShare see {@link TranslationRun}
 * @param kept whether the output had exactly these rows before, and was left as it is
 */
public record RunReport(
        String output,
        String memory,
        Totals published,
        MalformedRows malformed,
        Totals generated,
        Duration translating,
        Duration total,
        List<String> modelLoads,
        double maxFailedShare,
        boolean kept) {

    public RunReport {
        modelLoads = List.copyOf(modelLoads);
    }

    /** Rows that had something to translate and have no translation. */
    public long failedRows() {
        return published.rows(Verdict.FAILED);
    }

    /** {@link ExitCode#OK} within the error budget, else {@link ExitCode#OVER_ERROR_BUDGET}. */
    public ExitCode exitCode() {
        return failedRows() > maxFailedShare * published.allRows() ? ExitCode.OVER_ERROR_BUDGET : ExitCode.OK;
    }

    /** The report as plain text, for people. */
    public String summary() {
        return """
                %s
                rows      %,d: %s
                %stexts     %,d tried, each once; %,d rows have the translation of an earlier run
                tokens    %,d in, %,d out for these texts (%,.1f out a second); %,d in, %,d out for all rows
                time      %s, of which %s translating (loading the model included)
                model     loads: %d%s
                memory    %s
                output    %s%s
                """.formatted(
                        verdict(),
                        published.allRows(),
                        byStatus(),
                        malformed.summary(),
                        generated.allRows(),
                        published.reusedRows(),
                        generated.promptTokens(),
                        generated.outputTokens(),
                        tokensPerSecond(),
                        published.promptTokens(),
                        published.outputTokens(),
                        Durations.format(total),
                        Durations.format(translating),
                        modelLoads.size(),
                        modelLoads.stream().map(load -> "\n          " + load).collect(Collectors.joining()),
                        memory,
                        output,
                        kept ? " (has these rows already, and stays as it is)" : "");
    }

    private String verdict() {
        if (exitCode() == ExitCode.OK) {
            return "Done.";
        }
        return String.format(
                Locale.ROOT,
                "Done, but %,d of %,d rows failed, more than the error budget of %s %% allows (max_failed_share).",
                failedRows(),
                published.allRows(),
                maxFailedShare * 100);
    }

    private String byStatus() {
        return published.rows().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        String.format(Locale.ROOT, "%s %,d", entry.getKey().columnValue(), entry.getValue()))
                .collect(Collectors.joining(" · "));
    }

    private double tokensPerSecond() {
        return translating.isZero() ? 0 : generated.outputTokens() / (translating.toNanos() / 1e9);
    }
}
