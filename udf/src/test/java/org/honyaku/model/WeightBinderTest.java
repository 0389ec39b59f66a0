package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightBinderTest {

    private static final TokenIds PROMPT = Plans.prompt(30, 1);

    private final Path temporary;

    WeightBinderTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void weightsThatAreNotFiniteAreAllNamed() {
        Path folder = TestFolders.copy(Golden.TINY_FP32, temporary.resolve("spoilt"));
        List<String> spoilt = List.of("lm_head.weight", "transformer.h.1.ln_2.weight", "transformer.wte.weight");
        for (Checkpoint.Weight weight : ModelFolder.open(folder).checkpoint().weights()) {
            if (spoilt.contains(weight.stored().name())) {
                float value = weight.stored().name().startsWith("lm") ? Float.NEGATIVE_INFINITY : Float.NaN;
                Safetensors file = ModelFolder.open(folder).checkpoint().files().get(weight.file());
                write(file.file(), weight.stored().offset() + 8, value);
            }
        }
        assertThat(catchThrowableOfType(ModelFolderException.class, () -> load(folder))
                        .problems())
                .containsExactlyInAnyOrderElementsOf(spoilt.stream()
                        .map(name -> "tensor " + name + " holds numbers that are not finite")
                        .toList());
    }

    @Test
    void tensorsAtOddPlacesOfTheirFileAreReadAsWell() throws IOException {
        Path folder = TestFolders.copy(Golden.TINY, temporary.resolve("odd"));
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                lengthenHeaderByOne(file);
            }
        }
        assertThat(ModelFolder.open(folder).checkpoint().weights())
                .allMatch(weight -> weight.stored().offset() % 2 == 1);
        assertThat(logits(folder)).containsExactly(logits(Golden.path(Golden.TINY)), within(0.0));
    }

    @Test
    void float16WeightsAreReadAsWell() throws IOException {
        Path folder = temporary.resolve("half");
        new RandomModel(64, 2, 2000, 32).write(folder);
        double[] expected = logits(folder);
        toFloat16(folder.resolve("model.safetensors"));
        assertThat(ModelFolder.open(folder).checkpoint().weights())
                .allMatch(weight -> weight.stored().type() == TensorType.F16);
        assertThat(logits(folder)).containsExactly(expected, within(1e-3));
    }

    private static double[] logits(Path folder) {
        try (TorchLanguageModel model = load(folder)) {
            return new Insight(model).logits(Plans.prefill(Plans.whole(model, 0, PROMPT, Plans.GREEDY)));
        }
    }

    private static TorchLanguageModel load(Path folder) {
        return TorchLanguageModel.load(ModelFolder.open(folder), Golden.options(Precision.FP32));
    }

    private static void write(Path file, long offset, float value) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            access.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header may be padded with spaces: one more moves all data. */
    private static void lengthenHeaderByOne(Path file) throws IOException {
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) old.getLong();
        ByteBuffer longer = ByteBuffer.allocate(old.limit() + 1).order(ByteOrder.LITTLE_ENDIAN);
        longer.putLong(header + 1L).put(old.slice(8, header)).put((byte) ' ');
        longer.put(old.slice(8 + header, old.limit() - 8 - header));
        Files.write(file, longer.array());
    }

    private static void toFloat16(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong();
        String text = new String(bytes.array(), 8, header, StandardCharsets.US_ASCII).replace("BF16", "F16");
        bytes.put(8, (text + " ".repeat(header - text.length())).getBytes(StandardCharsets.US_ASCII));
        for (int at = 8 + header; at < bytes.limit(); at += Short.BYTES) {
            bytes.putShort(at, float16(Float.intBitsToFloat(bytes.getShort(at) << 16)));
        }
        Files.write(file, bytes.array());
    }

    /** Of numbers that are neither too large nor, but for zero, too small; rounded down. */
    private static short float16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = ((bits >>> 23) & 0xff) - 127 + 15;
        int magnitude = exponent <= 0 ? 0 : (exponent << 10) | ((bits >>> 13) & 0x3ff);
        return (short) ((bits >>> 16 & 0x8000) | magnitude);
    }
}
