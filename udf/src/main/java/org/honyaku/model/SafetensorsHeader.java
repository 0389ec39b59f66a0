package org.honyaku.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses and checks the JSON header of a safetensors file: a hostile file must fail here, before anything is mapped. */
final class SafetensorsHeader {

    /** The format's own limit. */
    static final int MAX_BYTES = 100_000_000;

    private static final int MAX_DIMENSIONS = 8;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final long dataStart;
    private final long dataBytes;

    private SafetensorsHeader(long dataStart, long dataBytes) {
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    /** The length that the file's first 8 bytes state, if {@code available} bytes can hold it. */
    static int checkedLength(long length, long available) throws MalformedSafetensorsException {
        if (length < 2 || length > MAX_BYTES) {
            throw new MalformedSafetensorsException("states a header of " + Long.toUnsignedString(length)
                    + " bytes; a header has 2 to " + MAX_BYTES + " bytes");
        }
        if (length > available) {
            throw new MalformedSafetensorsException(
                    "states a header of " + length + " bytes but has only " + available + " bytes after its length");
        }
        return (int) length;
    }

    /**
     * The tensors by name.
     *
     * @param dataStart where the tensors' bytes begin in the file
     * @param dataBytes how many there are to the end of the file
     */
    static Map<String, StoredTensor> parse(byte[] header, long dataStart, long dataBytes)
            throws MalformedSafetensorsException {
        JsonNode root = json(header);
        SafetensorsHeader reader = new SafetensorsHeader(dataStart, dataBytes);
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                checkMetadata(entry.getValue());
            } else {
                tensors.add(reader.tensor(entry.getKey(), entry.getValue()));
            }
        }
        reader.checkThatTheyFillTheFile(tensors);
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        return byName;
    }

    private static JsonNode json(byte[] header) throws MalformedSafetensorsException {
        // The format begins with a brace and may be padded with spaces at the end.
        if (header[0] != '{') {
            throw new MalformedSafetensorsException("has a header that does not begin with '{'");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header))
                    .toString();
            return JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new MalformedSafetensorsException("has a header that is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new MalformedSafetensorsException("has a header that is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static void checkMetadata(JsonNode metadata) throws MalformedSafetensorsException {
        boolean strings = metadata.isObject()
                && metadata.properties().stream()
                        .allMatch(entry -> entry.getValue().isTextual());
        if (!strings) {
            throw new MalformedSafetensorsException("has a " + METADATA + " that does not map strings to strings");
        }
    }

    private StoredTensor tensor(String name, JsonNode node) throws MalformedSafetensorsException {
        JsonNode offsets = node.path("data_offsets");
        JsonNode typeName = node.path("dtype");
        if (node.size() != 3 || !typeName.isTextual() || !offsets.isArray() || offsets.size() != 2) {
            throw malformed(name, "needs exactly a dtype, a shape and two data_offsets");
        }
        TensorType type = TensorType.named(typeName.asText())
                .orElseThrow(() -> malformed(name, "has the unknown dtype " + quoted(typeName.asText())));
        List<Long> shape = shape(name, node.path("shape"));
        long begin = count(name, "data_offsets", offsets.get(0));
        long end = count(name, "data_offsets", offsets.get(1));
        if (begin > end || end > dataBytes) {
            throw malformed(name, "claims bytes " + begin + " to " + end + " of " + dataBytes);
        }
        if (end - begin != size(name, type, shape)) {
            throw malformed(name, "has " + (end - begin) + " bytes but type " + type + " and shape " + shape);
        }
        return new StoredTensor(name, type, shape, dataStart + begin, end - begin);
    }

    private static List<Long> shape(String name, JsonNode node) throws MalformedSafetensorsException {
        if (!node.isArray() || node.size() > MAX_DIMENSIONS) {
            throw malformed(name, "has a shape that is no list of at most " + MAX_DIMENSIONS + " numbers");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : node) {
            shape.add(count(name, "shape", dimension));
        }
        return shape;
    }

    private static long count(String name, String field, JsonNode node) throws MalformedSafetensorsException {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw malformed(name, "has " + quoted(node.toString()) + " in its " + field);
        }
        return node.longValue();
    }

    private static long size(String name, TensorType type, List<Long> shape) throws MalformedSafetensorsException {
        try {
            long size = type.bytes();
            for (long dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        } catch (ArithmeticException e) {
            throw malformed(name, "has the impossible shape " + shape);
        }
    }

    private void checkThatTheyFillTheFile(List<StoredTensor> tensors) throws MalformedSafetensorsException {
        List<StoredTensor> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes));
        long end = dataStart;
        for (StoredTensor tensor : ordered) {
            if (tensor.offset() != end) {
                throw malformed(
                        tensor.name(),
                        (tensor.offset() < end ? "overlaps" : "leaves a hole after") + " the tensor before it");
            }
            end += tensor.bytes();
        }
        if (end != dataStart + dataBytes) {
            throw new MalformedSafetensorsException(
                    "has " + (dataStart + dataBytes - end) + " bytes after the last tensor");
        }
    }

    private static MalformedSafetensorsException malformed(String tensor, String problem) {
        return new MalformedSafetensorsException("is malformed: tensor " + quoted(tensor) + " " + problem);
    }

    /** A hostile name must not flood the message. */
    private static String quoted(String text) {
        return "\"" + (text.length() > 100 ? text.substring(0, 100) + "..." : text) + "\"";
    }
}
