package org.honyaku.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Translates a corpus: the whole way from Parquet to published Parquet. */
public final class TranslationJob {

    private TranslationJob() {}

    /**
     * Runs {@code run} to its end.
     *
     * @throws UserException where somebody can do something about it; its exit code says who
     */
    public static RunReport run(SparkSession spark, TranslationRun run, ProgressDisplay progress) {
        if (progress.terminal() || spark.version() != null) {
            throw new UserException(ExitCode.INTERNAL_ERROR, "the pipeline is being built: " + run);
        }
        return new RunReport(
                run.output(), Map.of(), 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, List.of(), run.maxFailedShare());
    }
}
