package org.honyaku.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Writes a Qwen-1 folder with random weights in bfloat16, for measuring: its output means nothing, its speed is that of a trained model of
 * the same shape. The same arguments write the same bytes. It needs a JDK and nothing else:
 *
 * <pre>java udf/src/test/java/org/honyaku/model/RandomModel.java FOLDER [hidden] [layers] [vocabulary] [headSize]</pre>
 *
 * The default shape, 1024, 24, 151936 and 64, has 615 million parameters.
 */
public record RandomModel(int hidden, int layers, int vocabulary, int headSize) {

    private static final int NORMALS = 1 << 16;
    private static final double DEVIATION = 0.02;

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 5) {
            System.err.println("usage: RandomModel FOLDER [hidden] [layers] [vocabulary] [headSize]");
            System.exit(2);
        }
        new RandomModel(
                        number(arguments, 1, 1024),
                        number(arguments, 2, 24),
                        number(arguments, 3, 151_936),
                        number(arguments, 4, 64))
                .write(Path.of(arguments[0]));
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private int mlpWidth() {
        return hidden * 43 / 16;
    }

    /** Writes config.json, generation_config.json and model.safetensors; makes the folder. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config());
            Files.writeString(
                    folder.resolve("generation_config.json"),
                    "{\"eos_token_id\": %d, \"pad_token_id\": %d}%n".formatted(vocabulary - 1, vocabulary - 1));
            writeWeights(folder.resolve("model.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config() {
        return """
                {
                  "model_type": "qwen",
                  "hidden_size": %d,
                  "num_hidden_layers": %d,
                  "num_attention_heads": %d,
                  "kv_channels": %d,
                  "intermediate_size": %d,
                  "vocab_size": %d,
                  "seq_length": 8192,
                  "max_position_embeddings": 32768,
                  "layer_norm_epsilon": 1e-06,
                  "use_dynamic_ntk": true,
                  "use_logn_attn": true
                }
                """.formatted(hidden, layers, hidden / headSize, headSize, 2 * mlpWidth(), vocabulary);
    }

    private Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("transformer.wte.weight", new int[] {vocabulary, hidden});
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "transformer.h." + layer + ".";
            shapes.put(prefix + "ln_1.weight", new int[] {hidden});
            shapes.put(prefix + "attn.c_attn.weight", new int[] {3 * hidden, hidden});
            shapes.put(prefix + "attn.c_attn.bias", new int[] {3 * hidden});
            shapes.put(prefix + "attn.c_proj.weight", new int[] {hidden, hidden});
            shapes.put(prefix + "ln_2.weight", new int[] {hidden});
            shapes.put(prefix + "mlp.w1.weight", new int[] {mlpWidth(), hidden});
            shapes.put(prefix + "mlp.w2.weight", new int[] {mlpWidth(), hidden});
            shapes.put(prefix + "mlp.c_proj.weight", new int[] {hidden, mlpWidth()});
        }
        shapes.put("transformer.ln_f.weight", new int[] {hidden});
        shapes.put("lm_head.weight", new int[] {vocabulary, hidden});
        return shapes;
    }

    private void writeWeights(Path file) throws IOException {
        StringBuilder header = new StringBuilder("{");
        long end = 0;
        for (Map.Entry<String, int[]> tensor : shapes().entrySet()) {
            int[] shape = tensor.getValue();
            long start = end;
            end += Short.BYTES * elements(shape);
            header.append(header.length() > 1 ? "," : "")
                    .append("\"%s\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), Arrays.toString(shape), start, end));
        }
        header.append('}').append(" ".repeat((8 - header.length() % 8) % 8));
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] bytes = header.toString().getBytes(StandardCharsets.US_ASCII);
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(bytes.length)
                    .array());
            out.write(bytes);
            writeNumbers(out);
        }
    }

    private static long elements(int[] shape) {
        return shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
    }

    /** Norms are ones, all other tensors normally distributed, drawn from a table since gigabytes are wanted. */
    private void writeNumbers(OutputStream out) throws IOException {
        Random random = new Random(20);
        short[] normals = new short[NORMALS];
        for (int i = 0; i < NORMALS; i++) {
            normals[i] = bfloat16((float) (DEVIATION * random.nextGaussian()));
        }
        for (Map.Entry<String, int[]> tensor : shapes().entrySet()) {
            boolean isNorm = tensor.getKey().contains("ln_");
            int[] shape = tensor.getValue();
            int rows = shape.length == 1 ? 1 : shape[0];
            ByteBuffer row =
                    ByteBuffer.allocate(Short.BYTES * shape[shape.length - 1]).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < rows; i++) {
                row.clear();
                while (row.hasRemaining()) {
                    row.putShort(isNorm ? bfloat16(1f) : normals[random.nextInt(NORMALS)]);
                }
                out.write(row.array());
            }
        }
    }

    private static short bfloat16(float value) {
        return (short) (Float.floatToRawIntBits(value) >>> 16);
    }
}
