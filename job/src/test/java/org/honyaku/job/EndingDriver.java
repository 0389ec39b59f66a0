package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.cli.Signals;
import org.honyaku.spark.StandIn;

/** A process that translates {@code corpus} to {@code out} in small waves and comes to an {@link Ending} at a {@link NamedPoint}. */
final class EndingDriver {

    private EndingDriver() {}

    /** Takes the folder, the point and the ending. */
    public static void main(String[] arguments) throws IOException {
        NamedPoint point = NamedPoint.valueOf(arguments[1]);
        EndingDisk.plan(point, Ending.valueOf(arguments[2]));
        System.exit(translate(Path.of(arguments[0]), point).number());
    }

    private static ExitCode translate(Path folder, NamedPoint point) throws IOException {
        var button = new StopButton();
        Signals.listen(button);
        SparkSession spark = SparkSession.builder().appName("ending").getOrCreate();
        try {
            RunReport report =
                    TranslationJob.run(spark, run(folder, point), Runs.silent(), button, new StandIn.Factory("ending"));
            EndingDisk.arriveAt(NamedPoint.BEFORE_THE_REPORT);
            return report.exitCode();
        } catch (UserException e) {
            System.out.println(e.getMessage());
            return e.exitCode();
        }
    }

    private static TranslationRun run(Path folder, NamedPoint point) {
        Runs runs = runs(folder);
        return point.needsTwoRenames() ? runs.to(EndingDisk.SCHEME + ":" + runs.output()) : runs.run();
    }

    /** In waves of about a third of the corpus that the test has. */
    static Runs runs(Path folder) {
        return Runs.in(folder).overwriting().withLimits(new RunLimits(3, OptionalLong.of(1_000), Optional.empty()));
    }
}
