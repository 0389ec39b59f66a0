package org.honyaku.job.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.ExitCode;
import org.honyaku.job.ProgressDisplay;
import org.honyaku.job.RunReport;
import org.honyaku.job.StopButton;
import org.honyaku.job.TranslationJob;
import org.honyaku.job.TranslationRun;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.Setting;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import org.honyaku.model.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code honyaku translate}: a corpus on Spark. */
@Command(
        name = "translate",
        customSynopsis = "honyaku translate --input PATH --output PATH [OPTION]...",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        description = {
            "Translates a column of a corpus on Spark and writes all rows with their translations to a new Parquet directory or Delta table. "
                    + "The corpus is Parquet, JSON Lines, CSV, tab-separated values or plain text; lines that are no rows are "
                    + "kept with the status error and named with file and line."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  honyaku translate --input sample-data/corpus.parquet --output /tmp/translated",
            "  honyaku translate --input news.parquet --output news-en --text-column body \\",
            "      --model models/nekomata-7b-instruction",
            "  honyaku translate --input pairs.tsv --output pairs-en --text-column 1",
            "  honyaku translate --input en.parquet --output ja --direction en-ja --max-new-tokens 256 --overwrite",
            "  SPARK_HOME=/opt/spark honyaku translate --master spark://host:7077 --set spark.executor.memory=8g \\",
            "      --input hdfs:///corpus --output hdfs:///corpus-en --model /models/nekomata-7b-instruction",
            "",
            "Exit codes: 0 done; 2 wrong options or settings; 3 the input cannot be read; 10 done and published,",
            "with more failed rows than max_failed_share; 12 another run writes to the output; 13 the model folder",
            "fails its checks; 14 the output cannot be written; 15 stopped at the deadline or by a signal, with",
            "everything done so far kept; 75 worth trying again; 1 a mistake in Honyaku."
        })
final class TranslateCommand extends Subcommand {

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = {
                "Spark master: local[N], spark://host:7077, yarn, k8s://... It can also stand in HONYAKU_MASTER.",
                "Default: what SPARK_HOME's own configuration says, local[*] without SPARK_HOME."
            })
    private @Nullable String master;

    @Override
    Set<SettingGroup> settingGroups() {
        return EnumSet.allOf(SettingGroup.class);
    }

    @Override
    void check(JobConfig config, Problems problems) {
        super.check(config, problems);
        PromptChoice.check(config, problems);
        SparkStart.check(config.sparkSettings(), problems);
        requireGiven(Settings.INPUT, config, problems);
        requireGiven(Settings.OUTPUT, config, problems);
        if (config.isGiven(Settings.MIN_NEW_TOKENS) && config.isGiven(Settings.MAX_NEW_TOKENS)) {
            TranslationRuns.lengthProblem(config).ifPresent(problems::add);
        }
    }

    private static void requireGiven(Setting<Optional<String>> setting, JobConfig config, Problems problems) {
        if (config.get(setting).isEmpty()) {
            problems.add(setting.flag() + " " + setting.type().label() + " must be given");
        }
    }

    @Override
    ExitCode run(JobConfig config, StandardStreams streams) throws IOException {
        var button = new StopButton();
        Launcher.endWithIt();
        StopSignals.listen(button, streams.err());
        ModelFolder folder = ModelFolder.open(modelFolder(config, streams).toAbsolutePath());
        GenerationChoice generation = GenerationChoice.of(config, folder.generationDefaults());
        TranslationRun run = TranslationRuns.of(generation, folder);
        generation.print(streams.err());
        SparkConf conf = SparkStart.conf(
                Optional.ofNullable(master), config.get(Settings.OUTPUT_FORMAT), config.sparkSettings());
        TranslationJob.tryOutput(SparkStart.hadoop(conf), run);
        try (SparkSession spark = SparkStart.session(conf)) {
            var display = new ProgressDisplay(streams.err(), streams.terminal());
            RunReport report = TranslationJob.run(spark, run, display, button);
            streams.out().print(report.summary());
            return report.exitCode();
        }
    }
}
