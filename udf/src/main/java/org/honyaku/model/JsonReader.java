package org.honyaku.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a JSON object of a model folder key by key. Wrong types and absurd numbers become problems, named by file and key, and a value that
 * is good enough to go on with: so all of them are found in one reading.
 */
final class JsonReader {

    private static final int MAX_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String file;
    private final JsonNode root;
    private final List<String> problems;

    private JsonReader(String file, JsonNode root, List<String> problems) {
        this.file = file;
        this.root = root;
        this.problems = problems;
    }

    /** Empty, with a problem, where the file holds no JSON object. */
    static Optional<JsonReader> open(Path path, List<String> problems) {
        String file = String.valueOf(path.getFileName());
        try {
            if (Files.size(path) > MAX_BYTES) {
                problems.add(file + " has " + Files.size(path) + " bytes; at most " + MAX_BYTES + " are read");
                return Optional.empty();
            }
            JsonNode root = JSON.readTree(path.toFile());
            if (root.isObject()) {
                return Optional.of(new JsonReader(file, root, problems));
            }
            problems.add(file + " holds no JSON object");
        } catch (JacksonException e) {
            problems.add(file + " is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(file + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The raw value; a missing node where there is none. */
    JsonNode node(String key) {
        return root.path(key);
    }

    /** The key itself, where it has a value. */
    Optional<String> find(String key) {
        return isAbsent(key) ? Optional.empty() : Optional.of(key);
    }

    int integer(String key, int least, int most) {
        JsonNode node = root.path(key);
        boolean good = node.isIntegralNumber() && node.canConvertToInt() && within(node.intValue(), least, most);
        return good ? node.intValue() : wrong(key, "a whole number from " + least + " to " + most, least);
    }

    int integer(String key, int least, int most, int otherwise) {
        return isAbsent(key) ? otherwise : integer(key, least, most);
    }

    double number(String key, double least, double most) {
        JsonNode node = root.path(key);
        boolean good = node.isNumber() && within(node.doubleValue(), least, most);
        return good ? node.doubleValue() : wrong(key, "a number from " + least + " to " + most, least);
    }

    double number(String key, double least, double most, double otherwise) {
        return isAbsent(key) ? otherwise : number(key, least, most);
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode node = root.path(key);
        if (isAbsent(key)) {
            return otherwise;
        }
        return node.isBoolean() ? node.booleanValue() : wrong(key, "true or false", otherwise);
    }

    /** A token id, a list of them, or nothing; each from 0 to below {@code vocabulary}. */
    int[] ids(String key, int vocabulary) {
        JsonNode node = root.path(key);
        List<JsonNode> nodes = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(nodes::add);
        } else if (!isAbsent(key)) {
            nodes.add(node);
        }
        boolean good = nodes.stream()
                .allMatch(id ->
                        id.isIntegralNumber() && id.canConvertToInt() && within(id.intValue(), 0, vocabulary - 1));
        return good
                ? nodes.stream().mapToInt(JsonNode::intValue).toArray()
                : wrong(key, "a token id or a list of token ids below the vocab_size of " + vocabulary, new int[0]);
    }

    /** Lists of token ids, each of at least one from 0 to below {@code vocabulary}. */
    StopWords idLists(String key, int vocabulary) {
        List<List<Integer>> lists = new ArrayList<>();
        for (JsonNode list : root.path(key)) {
            List<Integer> ids = new ArrayList<>();
            list.forEach(id -> ids.add(id.isIntegralNumber() && id.canConvertToInt() ? id.intValue() : -1));
            lists.add(ids);
        }
        boolean good = root.path(key).isArray()
                && lists.stream()
                        .allMatch(ids -> !ids.isEmpty() && ids.stream().allMatch(id -> within(id, 0, vocabulary - 1)));
        return good
                ? new StopWords(lists)
                : wrong(key, "a list of lists of token ids below the vocab_size of " + vocabulary, StopWords.NONE);
    }

    /** One of {@code known}. */
    String text(String key, List<String> known, String otherwise) {
        if (isAbsent(key)) {
            return otherwise;
        }
        String text = root.path(key).asText();
        return known.contains(text) ? text : wrong(key, String.join(" or ", known), otherwise);
    }

    /** The object at {@code key}; empty where there is none. */
    Optional<JsonReader> object(String key) {
        if (isAbsent(key)) {
            return Optional.empty();
        }
        JsonReader inside = new JsonReader(file + ": " + key, root.path(key), problems);
        return root.path(key).isObject() ? Optional.of(inside) : wrong(key, "an object", Optional.empty());
    }

    boolean has(String key) {
        return !isAbsent(key);
    }

    private boolean isAbsent(String key) {
        return root.path(key).isMissingNode() || root.path(key).isNull();
    }

    /** Adds a problem about {@code key} and goes on with {@code substitute}. */
    <T> T wrong(String key, String expected, T substitute) {
        JsonNode node = root.path(key);
        String found = node.isMissingNode() ? "is missing" : "is " + shortened(node.toString());
        problems.add(file + ": " + key + " " + found + "; it must be " + expected);
        return substitute;
    }

    private static boolean within(double value, double least, double most) {
        return value >= least && value <= most;
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
