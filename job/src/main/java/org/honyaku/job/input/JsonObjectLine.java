package org.honyaku.job.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object as texts: a string as what it says, null as null, and anything else as it is written, so that 1.10 stays
 * 1.10 and an object keeps the order of its keys.
 *
 * @param notText names of the fields with another value than a string or null
 */
record JsonObjectLine(Map<String, @Nullable String> values, Set<String> notText) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineReader.MAX_LINE_BYTES)
                    .build())
            .build();

    /** @throws IOException saying what is wrong with the line; what is no JSON at all is a {@code JsonProcessingException} */
    static JsonObjectLine parse(String line) throws IOException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        Set<String> notText = new HashSet<>();
        try (JsonParser json = FACTORY.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no JSON object, such as {\"text\": \"...\"}");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = name(json);
                JsonToken token = json.nextToken();
                if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                    notText.add(name);
                }
                values.put(name, value(token, json, line));
            }
            if (json.nextToken() != null) {
                throw new IOException("goes on after the end of its JSON object");
            }
        }
        return new JsonObjectLine(values, notText);
    }

    private static String name(JsonParser json) throws IOException {
        String name = json.currentName();
        if (name.isBlank()) {
            throw new IOException("has a field without a name");
        }
        return requireUnicode(name, "the name of a field");
    }

    private static @Nullable String value(JsonToken token, JsonParser json, String line) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> requireUnicode(json.getText(), "the value of " + json.currentName());
            case START_OBJECT, START_ARRAY -> {
                int start = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                yield line.substring(start, (int) json.currentLocation().getCharOffset());
            }
            default -> json.getText();
        };
    }

    /** Half a surrogate pair can be written in JSON, and would become a question mark in every other format. */
    private static String requireUnicode(String text, String subject) throws IOException {
        OptionalInt half = Surrogates.firstUnpaired(text);
        if (half.isPresent()) {
            throw new IOException(
                    String.format(Locale.ROOT, "%s holds half of a surrogate pair, U+%04X", subject, half.getAsInt()));
        }
        return text;
    }
}
