package org.honyaku.job.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.ExitCode;
import org.honyaku.job.MemoryInspection;
import org.honyaku.job.OutputFormat;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code honyaku memory}: what is in a translation memory. */
@Command(
        name = "memory",
        customSynopsis = "honyaku memory --memory DIR [--forget NAME]... [OPTION]...",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        description = {
            "Shows how many texts a translation memory holds, by model, prompt and generation settings, and forgets what is asked.",
            "",
            "A run's memory is in .NAME.memory beside its output NAME. Runs that work with it are not disturbed: what is forgotten "
                    + "is deleted when they have ended."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  honyaku memory --memory /data/.news-en.memory",
            "  honyaku memory --memory /data/.news-en.memory --forget 263d7affd8aa",
            "  honyaku memory --memory /data/.news-en.memory --forget failed",
            "",
            "Exit codes: 0 done; 2 wrong options or settings; 3 there is no memory; 14 it cannot be written; 75 worth",
            "trying again; 1 a mistake in Honyaku."
        })
final class MemoryCommand extends Subcommand {

    @Option(
            names = "--forget",
            paramLabel = "NAME",
            description = {
                "What to forget: the id of settings or the digest of a model, as they are listed or their first digits,",
                "or the word failed for all texts without a translation, which gives them all their attempts again."
            })
    private List<String> forgotten = new ArrayList<>();

    @Option(names = "--master", paramLabel = "URL", description = "Spark master, as for translate.")
    private @Nullable String master;

    @Override
    Set<SettingGroup> settingGroups() {
        return EnumSet.of(SettingGroup.MEMORY);
    }

    @Override
    void check(JobConfig config, Problems problems) {
        SparkStart.check(config.sparkSettings(), problems);
        if (config.get(Settings.MEMORY).isEmpty()) {
            problems.add("--memory DIR must be given");
        }
        forgotten.stream()
                .filter(String::isBlank)
                .forEach(name -> problems.add("--forget must name something, or everything would be meant"));
    }

    @Override
    ExitCode run(JobConfig config, StandardStreams streams) throws IOException {
        try (SparkSession spark = SparkStart.session(
                SparkStart.conf(Optional.ofNullable(master), OutputFormat.PARQUET, config.sparkSettings()))) {
            String folder = config.get(Settings.MEMORY).orElseThrow();
            streams.out().print(MemoryInspection.run(spark, folder, forgotten).text());
            return ExitCode.OK;
        }
    }
}
