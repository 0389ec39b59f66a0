package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Model folders that tests may spoil. */
final class TestFolders {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestFolders() {}

    /** A copy of a golden folder's snapshot: config, weights, their index and the vocabulary. */
    static Path copy(String golden, Path target) {
        try (Stream<Path> files = Files.list(Golden.path(golden))) {
            Files.createDirectories(target);
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith("model") || name.endsWith("config.json") || name.endsWith("tiktoken")) {
                    Files.copy(file, target.resolve(name));
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON value as written. */
    static JsonNode value(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a JSON file. */
    static void edit(Path file, Consumer<JsonNode> change) {
        try {
            JsonNode root = JSON.readTree(file.toFile());
            change.accept(root);
            JSON.writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
