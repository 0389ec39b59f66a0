package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.honyaku.model.ModelFolder;
import org.honyaku.spark.GenerationSettings;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.PromptSettings;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TranslateSettings;

/**
 * A process that fills a translation memory without a model: a stand-in answers in the model's name, and everything else is the run as
 * users have it. {@code bench/nights.sh} has {@code bin/honyaku} find that memory; its flags name what {@link #main} fixes.
 */
final class GrownMemory {

    private static final int MAX_NEW_TOKENS = 60;
    private static final String INSTRUCTION = "shout";

    private GrownMemory() {}

    /** Takes a folder with tab-separated files in {@code corpus}, texts in the second column, and the folder of the model. */
    public static void main(String[] arguments) throws IOException {
        Runs runs = Runs.in(Path.of(arguments[0])).ofColumn("2").with(settings(Path.of(arguments[1])));
        var display = new ProgressDisplay(System.err, false);
        try (SparkSession spark = SparkSession.builder().appName("grown").getOrCreate()) {
            RunReport report = TranslationJob.run(spark, runs.run(), display, new StopButton(), Runs.ENGINES);
            System.out.print(report.summary());
            System.exit(report.exitCode().number());
        }
    }

    private static TranslateSettings settings(Path model) {
        ModelFolder folder = ModelFolder.open(model.toAbsolutePath());
        return new TranslateSettings(
                new ModelSettings(folder.path().toString(), folder.digest(), "cpu", "auto", 0, 0, 0, 0, 60),
                new PromptSettings("ja-en", StandIn.TEMPLATE, INSTRUCTION),
                GenerationSettings.greedy(MAX_NEW_TOKENS));
    }
}
