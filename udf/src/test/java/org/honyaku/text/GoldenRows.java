package org.honyaku.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows of the golden files, which the reference implementations wrote. */
final class GoldenRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenRows() {}

    static List<JsonNode> read(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(GoldenRows::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the first of these fields that the row has. */
    static int[] ids(JsonNode row, String... fields) {
        return StreamSupport.stream(field(row, fields).spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** Of the first of these fields that the row has. */
    static String text(JsonNode row, String... fields) {
        return field(row, fields).textValue();
    }

    private static JsonNode field(JsonNode row, String... fields) {
        return Stream.of(fields)
                .filter(row::has)
                .findFirst()
                .map(row::get)
                .orElseThrow(() -> new AssertionError("the row has none of " + List.of(fields) + ": " + row));
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
