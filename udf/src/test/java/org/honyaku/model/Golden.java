package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.honyaku.engine.TokenIds;

/** Numbers of the reference implementation, in the test resources. */
final class Golden {

    static final String TINY = "qwen1-tiny";
    static final String TINY_FP32 = "qwen1-tiny-fp32";

    /** All folders of the reference's numbers: every family, and each way its weights are stored. */
    static final List<String> FOLDERS =
            List.of(TINY, TINY_FP32, "qwen2-tiny", "qwen2-tiny-tied", "qwen3-tiny", "llama-tiny", "llama3-rope-tiny");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    static Path path(String name) {
        URL resource = Golden.class.getResource("/golden/" + name);
        if (resource == null) {
            throw new IllegalArgumentException("no golden file " + name);
        }
        try {
            URI uri = resource.toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TorchLanguageModel load(String folder, Precision precision) {
        return TorchLanguageModel.load(ModelFolder.open(path(folder)), options(precision));
    }

    static TorchLanguageModel load(String folder, Precision precision, int slots, int slotTokens) {
        return TorchLanguageModel.load(ModelFolder.open(path(folder)), options(precision, slots, slotTokens));
    }

    static ModelOptions options(Precision precision) {
        return options(precision, 8, 512);
    }

    static ModelOptions options(Precision precision, int slots, int slotTokens) {
        return options(precision, slots, slotTokens, 1);
    }

    static ModelOptions options(Precision precision, int slots, int slotTokens, int threads) {
        return new ModelOptions(
                new DeviceChoice.Cpu(), precision, OptionalInt.of(slots), OptionalInt.of(slotTokens), 0.5, threads);
    }

    static List<JsonNode> cases(String file) {
        JsonNode cases = json(path(file)).path("cases");
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }

    static List<JsonNode> lines(String file) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(path(file))) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TokenIds ids(JsonNode node) {
        return TokenIds.of(StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray());
    }

    /** The float32 tensor {@code name}, flat. */
    static float[] floats(String file, String name) {
        try {
            StoredTensor tensor = Safetensors.read(path(file)).tensors().get(name);
            if (tensor == null) {
                throw new IllegalArgumentException(file + " has no tensor " + name);
            }
            float[] values = new float[(int) tensor.bytes() / Float.BYTES];
            ByteBuffer.wrap(Files.readAllBytes(path(file)), (int) tensor.offset(), (int) tensor.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedSafetensorsException e) {
            throw new IllegalArgumentException(file + " " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
