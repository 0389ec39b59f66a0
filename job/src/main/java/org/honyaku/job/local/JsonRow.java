package org.honyaku.job.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.honyaku.engine.TokenIds;
import org.honyaku.job.config.NearestName;

/** The object on one line of input, read field by field with clear words for what is wrong. */
final class JsonRow {

    static final JsonMapper JSON = new JsonMapper();

    /** Stands for the id of a line that has none. */
    static final JsonNode NO_ID = NullNode.getInstance();

    private static final ObjectReader STRICT = JSON.reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode fields;

    private JsonRow(ObjectNode fields) {
        this.fields = fields;
    }

    /** Reads a line of UTF-8. */
    static JsonRow parse(byte[] line) throws RowException {
        try {
            return of(STRICT.readTree(line));
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new RowException("not JSON at column " + column + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new RowException("not JSON in UTF-8: " + e.getMessage());
        }
    }

    static JsonRow of(JsonNode node) throws RowException {
        if (node instanceof ObjectNode object) {
            return new JsonRow(object);
        }
        throw new RowException("must be a JSON object, such as {\"id\": 1}");
    }

    /** Whatever the row has as its id, to be given back as it is. */
    JsonNode id() {
        return find("id").orElse(NO_ID);
    }

    /** Whether the field is there with a value; JSON's null is none. */
    boolean has(String field) {
        return fields.hasNonNull(field);
    }

    Optional<JsonNode> find(String field) {
        return has(field) ? Optional.of(fields.get(field)) : Optional.empty();
    }

    /** What is wrong with the names of the fields: one message for each that is not {@code known}. */
    List<String> unknownFields(Set<String> known) {
        var unknown = new ArrayList<String>();
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add("there is no field \"" + name + "\"" + NearestName.hint(known, name));
            }
        });
        return unknown;
    }

    String text(String field) throws RowException {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw new RowException(field + " must be a string");
        }
        return value.textValue();
    }

    boolean flag(String field) throws RowException {
        if (!has(field)) {
            return false;
        }
        if (!fields.get(field).isBoolean()) {
            throw new RowException(field + " must be true or false");
        }
        return fields.get(field).booleanValue();
    }

    int wholeNumber(String field, int least) throws RowException {
        JsonNode value = required(field);
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.intValue() < least) {
            throw new RowException(field + " must be a whole number of at least " + least + ", but is " + value);
        }
        return value.intValue();
    }

    TokenIds tokenIds(String field) throws RowException {
        JsonNode value = required(field);
        if (!value.isArray()) {
            throw new RowException(field + " must be an array of token ids");
        }
        for (JsonNode id : value) {
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw new RowException(field + " must hold whole numbers only, but holds " + id);
            }
        }
        return TokenIds.of(IntStream.range(0, value.size())
                .map(index -> value.get(index).intValue())
                .toArray());
    }

    private JsonNode required(String field) throws RowException {
        return find(field).orElseThrow(() -> new RowException(field + " is missing"));
    }
}
