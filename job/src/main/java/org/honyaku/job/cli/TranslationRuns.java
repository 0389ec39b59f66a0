package org.honyaku.job.cli;

import java.util.Optional;
import org.honyaku.job.ExitCode;
import org.honyaku.job.TranslationRun;
import org.honyaku.job.UserException;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Settings;
import org.honyaku.job.input.FormatChoice;
import org.honyaku.model.ModelFolder;
import org.honyaku.model.ModelOptions;
import org.honyaku.spark.GenerationSettings;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.PromptSettings;
import org.honyaku.spark.TranslateSettings;

/** From the settings that a user gives to what the job and its executors need to know. */
final class TranslationRuns {

    private TranslationRuns() {}

    /**
     * The run that the settings of {@code choice} describe, in which input and output are set.
     *
     * @throws UserException if a generation would have to be longer than it may be
     */
    static TranslationRun of(GenerationChoice choice, ModelFolder folder) {
        JobConfig config = choice.config();
        return new TranslationRun(
                config.get(Settings.INPUT).orElseThrow(),
                new FormatChoice(config.get(Settings.FORMAT), config.get(Settings.HEADER)),
                config.get(Settings.OUTPUT).orElseThrow(),
                config.get(Settings.OUTPUT_FORMAT),
                config.get(Settings.OVERWRITE),
                config.get(Settings.TEXT_COLUMN),
                config.get(Settings.OUTPUT_PREFIX),
                config.get(Settings.MAX_FAILED_SHARE),
                config.get(Settings.PARTITIONS).orElse(0),
                config.get(Settings.MEMORY),
                RunLimitsChoice.of(config, Launcher.started()),
                new TranslateSettings(model(config, folder), prompt(config), generation(config)),
                choice.used());
    }

    private static ModelSettings model(JobConfig config, ModelFolder folder) {
        return new ModelSettings(
                folder.path().toString(),
                ModelSettings.NOT_IDENTIFIED,
                config.get(Settings.DEVICE),
                config.get(Settings.PRECISION).label(),
                config.get(Settings.THREADS).orElse(0),
                config.get(Settings.SLOTS).orElse(0),
                config.get(Settings.SLOT_TOKENS)
                        .orElseGet(() -> ModelOptions.slotTokens(config.get(Settings.MAX_NEW_TOKENS))),
                config.get(Settings.STEP_TOKENS).orElse(0),
                config.get(Settings.STEP_SECONDS));
    }

    private static PromptSettings prompt(JobConfig config) {
        PromptChoice prompt = PromptChoice.of(config);
        return new PromptSettings(
                config.get(Settings.DIRECTION).code(), prompt.template().source(), prompt.instruction());
    }

    /** What is wrong where an output would have to be longer than it may be. */
    static Optional<String> lengthProblem(JobConfig config) {
        int least = config.get(Settings.MIN_NEW_TOKENS);
        int most = config.get(Settings.MAX_NEW_TOKENS);
        return least > most
                ? Optional.of("min_new_tokens is " + least + ", above max_new_tokens, which is " + most)
                : Optional.empty();
    }

    private static GenerationSettings generation(JobConfig config) {
        lengthProblem(config).ifPresent(problem -> {
            throw new UserException(ExitCode.USAGE, problem);
        });
        return new GenerationSettings(
                config.get(Settings.MAX_NEW_TOKENS),
                Math.max(0, config.get(Settings.MIN_NEW_TOKENS)),
                config.get(Settings.DO_SAMPLE),
                config.get(Settings.TEMPERATURE),
                config.get(Settings.TOP_K),
                config.get(Settings.TOP_P),
                config.get(Settings.REPETITION_PENALTY),
                config.get(Settings.STOP_WORDS_IDS),
                config.get(Settings.SEED));
    }
}
