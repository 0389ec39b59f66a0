package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The safetensors files of a model folder: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * names. No other file of the folder is ever opened for weights, and no code in it is looked at.
 */
final class WeightFiles {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final List<String> problems;

    private WeightFiles(Path folder, List<String> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The files that could be read, in the order of their names; adds a problem for each that could not. */
    static List<Safetensors> open(Path folder, List<String> problems) {
        WeightFiles files = new WeightFiles(folder, problems);
        if (Files.exists(folder.resolve(INDEX))) {
            return files.shards();
        }
        if (Files.exists(folder.resolve(SINGLE))) {
            return files.read(SINGLE).stream().toList();
        }
        problems.add("has neither " + SINGLE + " nor " + INDEX + files.whatThereIsInstead());
        return List.of();
    }

    private List<Safetensors> shards() {
        Optional<JsonReader> index = JsonReader.open(folder.resolve(INDEX), problems);
        if (index.isEmpty()) {
            return List.of();
        }
        Map<String, String> shardOf = shardOf(index.get());
        Map<String, Safetensors> shards = new LinkedHashMap<>();
        for (String name : new TreeSet<>(shardOf.values())) {
            read(name).ifPresent(shard -> shards.put(name, shard));
        }
        shardOf.forEach((tensor, name) -> {
            Safetensors shard = shards.get(name);
            if (shard != null && !shard.tensors().containsKey(tensor)) {
                problems.add(INDEX + " places tensor " + tensor + " in " + name + ", which does not hold it");
            }
        });
        return List.copyOf(shards.values());
    }

    private Map<String, String> shardOf(JsonReader index) {
        Map<String, String> shardOf = new HashMap<>();
        JsonNode map = index.node("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            return index.wrong("weight_map", "an object that maps tensor names to file names", shardOf);
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = entry.getValue().asText();
            if (isPlainName(shard)) {
                shardOf.put(entry.getKey(), shard);
            } else {
                problems.add(INDEX + ": weight_map names the shard \"" + shard
                        + "\"; a shard is a plain file name that ends in .safetensors");
                break;
            }
        }
        return shardOf;
    }

    private static boolean isPlainName(String shard) {
        return shard.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors");
    }

    private Optional<Safetensors> read(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(name + " is missing");
            } else if (!FolderLinks.staysInside(folder, file)) {
                problems.add(name + " is a link to " + file.toRealPath()
                        + ", outside the model folder; copy the file into the folder");
            } else {
                return Optional.of(Safetensors.read(file));
            }
        } catch (MalformedSafetensorsException e) {
            problems.add(name + " " + e.getMessage());
        } catch (IOException e) {
            problems.add(name + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private String whatThereIsInstead() {
        List<String> others = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.matches(".*\\.(bin|pt|pth|ckpt|gguf|onnx)"))
                    .sorted()
                    .limit(3)
                    .forEach(others::add);
        } catch (IOException e) {
            return "";
        }
        return others.isEmpty()
                ? ""
                : " but " + String.join(", ", others)
                        + "; such files are not read (they may hold code): take the safetensors version of the model";
    }
}
