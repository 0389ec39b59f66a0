package org.honyaku.spark;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.StepWitness;
import org.honyaku.model.DeviceChoice;
import org.honyaku.model.ModelFolder;
import org.honyaku.model.ModelFolderException;
import org.honyaku.model.ModelOptions;
import org.honyaku.model.Precision;
import org.honyaku.model.TorchLanguageModel;
import org.honyaku.text.TextTokenizer;
import org.honyaku.text.Tokenizers;

/** Loads the model folder of the settings through DJL's PyTorch. */
public record TorchEngineFactory() implements EngineFactory {

    /** Random draws follow from a row's own seed, which the run's seed is part of. */
    private static final long NO_RUN_SEED = 0L;

    /** @throws IllegalArgumentException if the folder is not the one that the driver saw */
    @Override
    public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
        ModelFolder folder = ModelFolder.open(Path.of(settings.folder()));
        requireSameModel(folder, settings);
        TextTokenizer tokenizer = Tokenizers.open(folder.path());
        try {
            TorchLanguageModel model = TorchLanguageModel.load(folder, options(settings, device));
            EngineSettings engine = EngineSettings.forCache(model.kvLayout(), settings.stepTokens(), NO_RUN_SEED);
            return new LoadedEngine(
                    GenerationEngine.start(model, engine, witness),
                    tokenizer,
                    folder.generationDefaults().eosIds(),
                    engine.maxSequences(),
                    model.describe());
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public ModelSettings identify(ModelSettings settings) {
        if (settings.isIdentified()) {
            return settings;
        }
        try {
            return settings.withDigest(
                    ModelFolder.open(Path.of(settings.folder())).digest());
        } catch (ModelFolderException | UncheckedIOException e) {
            throw EngineFailedException.whileIdentifying(settings, e);
        }
    }

    private static void requireSameModel(ModelFolder folder, ModelSettings settings) {
        String digest = folder.digest();
        if (!digest.equals(settings.digest())) {
            throw new IllegalArgumentException("the model folder " + settings.folder()
                    + " is not the same on this machine (digest " + digest + ") as on the driver's ("
                    + settings.digest() + "); copy the same model to all machines");
        }
    }

    private static ModelOptions options(ModelSettings settings, String device) {
        return new ModelOptions(
                DeviceChoice.parse(device),
                Precision.parse(settings.precision()),
                unlessZero(settings.slots()),
                unlessZero(settings.slotTokens()),
                ModelOptions.DEFAULTS.memoryShare(),
                settings.threads());
    }

    private static OptionalInt unlessZero(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
