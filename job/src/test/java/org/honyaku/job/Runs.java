package org.honyaku.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.input.FormatChoice;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TranslateSettings;

/** Runs with every knob at a default, on stand-in engines that write their input in capital letters. */
record Runs(
        Path folder,
        FormatChoice format,
        OutputFormat outputFormat,
        boolean overwrite,
        String textColumn,
        String outputPrefix,
        Optional<String> memory,
        RunLimits limits,
        TranslateSettings settings) {

    static final EngineFactory ENGINES = new StandIn.Factory("job");

    private static final List<UsedSetting> GENERATION =
            List.of(new UsedSetting("top_p", "0.8", UsedSetting.Source.MODEL_FOLDER));

    static Runs in(Path folder) {
        return new Runs(
                folder,
                FormatChoice.BY_NAME,
                OutputFormat.PARQUET,
                false,
                "text",
                "",
                Optional.empty(),
                RunLimits.DEFAULT,
                StandIn.settings(60));
    }

    Runs ofFormat(FormatChoice choice) {
        return new Runs(folder, choice, outputFormat, overwrite, textColumn, outputPrefix, memory, limits, settings);
    }

    /** Publishing a Delta table. */
    Runs toDelta() {
        return new Runs(
                folder, format, OutputFormat.DELTA, overwrite, textColumn, outputPrefix, memory, limits, settings);
    }

    Runs overwriting() {
        return new Runs(folder, format, outputFormat, true, textColumn, outputPrefix, memory, limits, settings);
    }

    Runs ofColumn(String name) {
        return new Runs(folder, format, outputFormat, overwrite, name, outputPrefix, memory, limits, settings);
    }

    Runs withPrefix(String prefix) {
        return new Runs(folder, format, outputFormat, overwrite, textColumn, prefix, memory, limits, settings);
    }

    Runs with(TranslateSettings other) {
        return new Runs(folder, format, outputFormat, overwrite, textColumn, outputPrefix, memory, limits, other);
    }

    Runs withMemory(Path other) {
        return withMemory(other.toString());
    }

    Runs withMemory(String location) {
        return new Runs(
                folder,
                format,
                outputFormat,
                overwrite,
                textColumn,
                outputPrefix,
                Optional.of(location),
                limits,
                settings);
    }

    Runs withLimits(RunLimits other) {
        return new Runs(folder, format, outputFormat, overwrite, textColumn, outputPrefix, memory, other, settings);
    }

    String input() {
        return folder.resolve("corpus").toString();
    }

    String output() {
        return folder.resolve("out").toString();
    }

    TranslationRun run() {
        return to(output());
    }

    /** The run with another output. */
    TranslationRun to(String otherOutput) {
        return of(input(), otherOutput);
    }

    /** The run with another input and another output. */
    TranslationRun of(String otherInput, String otherOutput) {
        return new TranslationRun(
                otherInput,
                format,
                otherOutput,
                outputFormat,
                overwrite,
                textColumn,
                outputPrefix,
                0.01,
                0,
                memory,
                limits,
                settings,
                GENERATION);
    }

    RunReport go(SparkSession spark) {
        return TranslationJob.run(spark, run(), silent(), new StopButton(), ENGINES);
    }

    static ProgressDisplay silent() {
        return new ProgressDisplay(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8), false);
    }
}
