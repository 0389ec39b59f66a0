package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Hugging Face snapshot folder, as published, whose small files and whose weight files' headers have been checked: nothing large
 * has been read or allocated yet. Immutable.
 */
public final class ModelFolder {

    private static final String CONFIG = "config.json";

    private final Path path;
    private final ModelSpec spec;
    private final GenerationDefaults generationDefaults;
    private final Checkpoint checkpoint;

    private ModelFolder(Path path, ModelSpec spec, GenerationDefaults generationDefaults, Checkpoint checkpoint) {
        this.path = path;
        this.spec = spec;
        this.generationDefaults = generationDefaults;
        this.checkpoint = checkpoint;
    }

    /**
     * Checks config.json, generation_config.json and the headers of all weight files.
     *
     * @throws ModelFolderException with all problems found
     */
    public static ModelFolder open(Path path) {
        List<String> problems = new ArrayList<>();
        Optional<JsonReader> config = config(path, problems);
        Optional<ModelFamily> family = config.flatMap(json -> family(json, problems));
        if (family.isEmpty()) {
            throw new ModelFolderException(path, problems);
        }
        if (config.get().has("quantization_config")) {
            config.get().wrong("quantization_config", "left out: take the model as it was before it was quantised", "");
        }
        ModelSpec spec = family.get().spec(config.get());
        if (!problems.isEmpty()) {
            throw new ModelFolderException(path, problems);
        }
        GenerationDefaults defaults =
                GenerationDefaults.read(path, config.get(), family.get(), spec.vocabulary(), problems);
        Checkpoint checkpoint = Checkpoint.of(family.get().tensors(spec), WeightFiles.open(path, problems), problems);
        if (!problems.isEmpty()) {
            throw new ModelFolderException(path, problems);
        }
        return new ModelFolder(path, spec, defaults, checkpoint);
    }

    private static Optional<JsonReader> config(Path path, List<String> problems) {
        if (!Files.isDirectory(path)) {
            problems.add(Files.exists(path) ? "is not a directory" : "does not exist");
        } else if (!Files.isRegularFile(path.resolve(CONFIG))) {
            problems.add("has no " + CONFIG + ": a model folder is a Hugging Face snapshot as published");
        } else {
            return JsonReader.open(path.resolve(CONFIG), problems);
        }
        return Optional.empty();
    }

    private static Optional<ModelFamily> family(JsonReader config, List<String> problems) {
        JsonNode type = config.node("model_type");
        Optional<ModelFamily> family = ModelFamily.ofType(type.asText());
        if (family.isEmpty()) {
            problems.add(CONFIG + ": model_type " + (type.isMissingNode() ? "is missing" : "is " + type)
                    + "; known types: " + ModelFamily.knownTypes());
        }
        return family;
    }

    public Path path() {
        return path;
    }

    ModelSpec spec() {
        return spec;
    }

    public GenerationDefaults generationDefaults() {
        return generationDefaults;
    }

    /** Identifies what the model says: see {@link FolderDigest}. Reads all weights, the first time on this machine. */
    public String digest() {
        return FolderDigest.of(path, checkpoint.files());
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }
}
