package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TorchEngineFactory;
import org.honyaku.spark.TranslateSettings;

/** The driver of a test on {@link SparkCluster}: translates {@code corpus} to {@code out} in the folder it is given. */
final class ClusterDriver {

    static final String LOAD = "model load: ";
    static final String FAILURE = "failure: ";

    private ClusterDriver() {}

    /** Takes the folder, and {@code tiny} (the real model) or {@code stand-in}. */
    public static void main(String[] arguments) throws IOException {
        boolean tiny = arguments[1].equals("tiny");
        TranslateSettings settings = tiny ? TinyModel.settings(4) : StandIn.settings(60);
        EngineFactory engines = tiny ? new TorchEngineFactory() : new StandIn.Factory(arguments[1]);
        System.exit(translate(Runs.in(Path.of(arguments[0])).with(settings).run(), engines)
                .number());
    }

    private static ExitCode translate(TranslationRun run, EngineFactory engines) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("cluster").getOrCreate()) {
            RunReport report = TranslationJob.run(spark, run, Runs.silent(), new StopButton(), engines);
            report.modelLoads().forEach(load -> System.out.println(LOAD + load));
            return report.exitCode();
        } catch (UserException e) {
            System.out.println(FAILURE + e.getMessage());
            return e.exitCode();
        }
    }
}
