package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.StandIn;

/** A process that translates {@code corpus} to {@code out} in waves, and forgives no failed row. */
final class CrashDriver {

    static final String STATUS = "status: ";
    static final String FAILURE = "failure: ";

    private CrashDriver() {}

    /** Takes the folder, the time of a step in milliseconds, and {@code step_seconds}. */
    public static void main(String[] arguments) throws IOException {
        var factory = new StandIn.Factory("crash", Long.parseLong(arguments[1]));
        TranslationRun run = Runs.in(Path.of(arguments[0]))
                .with(StandIn.settings(60, Double.parseDouble(arguments[2])))
                .withLimits(new RunLimits(3, OptionalLong.of(50_000), Optional.empty()))
                .run();
        try (SparkSession spark = SparkSession.builder().appName("crash").getOrCreate()) {
            RunReport report = TranslationJob.run(spark, unforgiving(run), Runs.silent(), new StopButton(), factory);
            System.out.println(STATUS + report.published().rows());
            System.exit(report.exitCode().number());
        } catch (UserException e) {
            System.out.println(FAILURE + e.getMessage());
            System.exit(e.exitCode().number());
        }
    }

    private static TranslationRun unforgiving(TranslationRun run) {
        return new TranslationRun(
                run.input(),
                run.inputFormat(),
                run.output(),
                run.outputFormat(),
                run.overwrite(),
                run.textColumn(),
                run.outputPrefix(),
                0,
                run.partitions(),
                run.memory(),
                run.limits(),
                run.translate(),
                run.generation());
    }
}
