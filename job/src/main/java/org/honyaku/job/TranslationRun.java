package org.honyaku.job;

import java.util.List;
import java.util.Optional;
import org.honyaku.job.input.FormatChoice;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.TranslateSettings;
import org.honyaku.spark.TranslationKey;

/**
 * What one run is asked to do.
 *
 * @param input a file, a folder or a glob, in any file system that Hadoop knows
 * @param inputFormat what its files are
 * @param output folder to publish; a sibling work folder is used meanwhile
 * @param outputFormat what is published there
 * @param overwrite whether an existing output is replaced (it stays readable until the new one is complete)
 * @param textColumn name of the column to translate, taken literally (dots and backticks are part of it), or its number from 1
 * @param outputPrefix put before the names of the columns that the run adds, mostly empty
 * @param maxFailedShare failed rows among all rows, above which the run ends with {@link ExitCode#OVER_ERROR_BUDGET}; 0 to 1
 * @param partitions tasks of the translation, 0 for a choice from cores and rows
 * @param memory folder of the translation memory; empty for the one beside the output
 * @param limits how far the run goes
 * @param translate what the executors need to know; the model in it is identified by the job, when nobody else may write
 * @param generation the generation settings in it, with whose word they are, for the record of the run
 */
public record TranslationRun(
        String input,
        FormatChoice inputFormat,
        String output,
        OutputFormat outputFormat,
        boolean overwrite,
        String textColumn,
        String outputPrefix,
        double maxFailedShare,
        int partitions,
        Optional<String> memory,
        RunLimits limits,
        TranslateSettings translate,
        List<UsedSetting> generation) {

    public static final double DEFAULT_MAX_FAILED_SHARE = 0.01;

    public TranslationRun {
        generation = List.copyOf(generation);
        if (!(maxFailedShare >= 0 && maxFailedShare <= 1)) {
            throw new IllegalArgumentException("max_failed_share is a share from 0 to 1 but is " + maxFailedShare);
        }
        if (partitions < 0) {
            throw new IllegalArgumentException("partitions must be 0 (chosen) or more but is " + partitions);
        }
    }

    /** A name for everything but the texts that decides a translation; there is none before the model is identified. */
    String settingsId() {
        return new TranslationKey(translate).settingsId();
    }

    /** The run with its model identified. */
    TranslationRun identified(EngineFactory engines) {
        return new TranslationRun(
                input,
                inputFormat,
                output,
                outputFormat,
                overwrite,
                textColumn,
                outputPrefix,
                maxFailedShare,
                partitions,
                memory,
                limits,
                new TranslateSettings(engines.identify(translate.model()), translate.prompt(), translate.generation()),
                generation);
    }
}
