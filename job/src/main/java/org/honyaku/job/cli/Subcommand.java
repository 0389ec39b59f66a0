package org.honyaku.job.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.honyaku.job.ExitCode;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every subcommand has: the settings it takes, the options all of them understand, and something to do. */
abstract class Subcommand {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings as key: value lines. Default: conf/honyaku.yaml beside bin/, where there is one.")
    private @Nullable Path configFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting by its name in the file; spark.* goes to Spark. Wins over the file, loses to flags.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    @SuppressWarnings("UnusedVariable") // declared for the help; read before picocli has parsed anything
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli answers it
    private boolean help;

    /** Groups of settings that become flags of this command. */
    abstract Set<SettingGroup> settingGroups();

    /** Adds what is wrong beyond single settings: those that are missing, and those that contradict each other. */
    void check(JobConfig config, Problems problems) {
        if (config.get(Settings.MODEL_FOLDER).isEmpty()
                && Installation.sampleModel().isEmpty()) {
            problems.add("--model PATH must be given: there is no sample model here to use instead");
        }
    }

    /** Does it, with settings in which no problem was found. */
    abstract ExitCode run(JobConfig config, StandardStreams streams) throws IOException;

    /** The model to use; where none was chosen it is the sample model, and says so. */
    static Path modelFolder(JobConfig config, StandardStreams streams) {
        return config.get(Settings.MODEL_FOLDER).orElseGet(() -> {
            Path sample = Installation.sampleModel().orElseThrow();
            streams.err().println("No model was chosen; using the small sample model " + sample + ".");
            return sample;
        });
    }

    final @Nullable Path configFile() {
        return configFile;
    }

    final List<String> assignments() {
        return assignments;
    }
}
