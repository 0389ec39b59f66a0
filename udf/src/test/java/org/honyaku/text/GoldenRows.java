package org.honyaku.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    static int[] ids(JsonNode row) {
        return StreamSupport.stream(row.get("ids").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** The first of these fields that the row has. */
    static String text(JsonNode row, String... fields) {
        for (String field : fields) {
            if (row.has(field)) {
                return row.get(field).textValue();
            }
        }
        throw new AssertionError("the row has none of the fields " + List.of(fields) + ": " + row);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
