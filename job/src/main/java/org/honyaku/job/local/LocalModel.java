package org.honyaku.job.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Settings;
import org.honyaku.model.DeviceChoice;
import org.honyaku.model.GenerationDefaults;
import org.honyaku.model.ModelFolder;
import org.honyaku.model.ModelOptions;
import org.honyaku.model.TorchLanguageModel;
import org.honyaku.text.PromptTemplate;
import org.honyaku.text.TextTokenizer;
import org.honyaku.text.Tokenizers;
import org.honyaku.text.TranslationPrompt;
import org.jspecify.annotations.Nullable;

/** A model folder opened in this process: its tokenizer, and an engine that runs it. Closing it frees both. */
public final class LocalModel implements AutoCloseable {

    private final ModelFolder folder;
    private final @Nullable TextTokenizer tokenizer;
    private final TorchLanguageModel model;
    private final GenerationEngine engine;
    private final EngineSettings settings;
    private final double loadSeconds;

    private LocalModel(
            ModelFolder folder,
            @Nullable TextTokenizer tokenizer,
            TorchLanguageModel model,
            EngineSettings settings,
            double loadSeconds) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.model = model;
        this.settings = settings;
        this.engine = GenerationEngine.start(model, settings);
        this.loadSeconds = loadSeconds;
    }

    /**
     * Checks the folder, then loads it as {@code config} says.
     *
     * @throws UserException where the device, the precision or the memory that was asked for is not there
     */
    public static LocalModel open(Path path, JobConfig config) {
        return open(path, config, true);
    }

    /** The same for token ids alone: the folder needs no tokenizer, and {@link #prompt} cannot be called. */
    public static LocalModel withoutTokenizer(Path path, JobConfig config) {
        return open(path, config, false);
    }

    private static LocalModel open(Path path, JobConfig config, boolean withTokenizer) {
        long start = System.nanoTime();
        ModelFolder folder = ModelFolder.open(path);
        TextTokenizer tokenizer = withTokenizer ? Tokenizers.open(path) : null;
        try {
            TorchLanguageModel model = TorchLanguageModel.load(folder, options(config));
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            return new LocalModel(folder, tokenizer, model, engineSettings(model, config), seconds);
        } catch (IllegalArgumentException e) {
            close(tokenizer);
            throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            close(tokenizer);
            throw e;
        }
    }

    private static ModelOptions options(JobConfig config) {
        return new ModelOptions(
                DeviceChoice.parse(config.get(Settings.DEVICE)),
                config.get(Settings.PRECISION),
                optionalInt(config.get(Settings.SLOTS)),
                optionalInt(config.get(Settings.SLOT_TOKENS)),
                ModelOptions.DEFAULTS.memoryShare(),
                config.get(Settings.THREADS).orElse(0));
    }

    private static EngineSettings engineSettings(TorchLanguageModel model, JobConfig config) {
        return EngineSettings.forCache(
                model.kvLayout(), config.get(Settings.STEP_TOKENS).orElse(0), config.get(Settings.SEED));
    }

    private static OptionalInt optionalInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Parameters, device, precision and the memory of the KV cache, in one line for people. */
    public String describe() {
        return "Loaded " + folder.path() + " in " + String.format(Locale.ROOT, "%.1f s: ", loadSeconds)
                + model.describe();
    }

    /** Prompts of this template and instruction in the model's own tokens. */
    public TranslationPrompt prompt(PromptTemplate template, String instruction) {
        return new TranslationPrompt(template, instruction, tokenizer());
    }

    /** What the folder states about generating. */
    public GenerationDefaults generationDefaults() {
        return folder.generationDefaults();
    }

    ModelFolder folder() {
        return folder;
    }

    TextTokenizer tokenizer() {
        return Objects.requireNonNull(tokenizer, "the model was opened without its tokenizer");
    }

    TorchLanguageModel model() {
        return model;
    }

    GenerationEngine engine() {
        return engine;
    }

    EngineSettings settings() {
        return settings;
    }

    /** From opening the folder to a model that can run; the start of the JVM is not in it. */
    double loadSeconds() {
        return loadSeconds;
    }

    @Override
    public void close() {
        engine.close();
        close(tokenizer);
    }

    private static void close(@Nullable TextTokenizer tokenizer) {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
