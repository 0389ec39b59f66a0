package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private static final String B = "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[8,12]}";

    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileSaysWhereItsTensorsLie() throws Exception {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + B + "," + A + "}  ";
        Safetensors file = Safetensors.read(file(header, 12));
        long start = 8L + header.length();
        assertThat(file.size()).isEqualTo(start + 12);
        assertThat(file.tensors())
                .containsOnlyKeys("a", "b")
                .containsEntry("a", new StoredTensor("a", TensorType.F32, List.of(2L), start, 8))
                .containsEntry("b", new StoredTensor("b", TensorType.BF16, List.of(2L, 1L), start + 8, 4));
    }

    @Test
    void scalarsAndEmptyTensorsAreTensors() throws Exception {
        String header = "{\"scalar\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,5],\"data_offsets\":[8,8]}}";
        assertThat(Safetensors.read(file(header, 8)).tensors()).containsOnlyKeys("scalar", "empty");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|12|4 bytes after the last tensor",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|4|claims bytes 0 to 8 of 4",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|12|leaves a hole",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|12|overlaps",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|8|overlaps",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|8|claims bytes 8 to 0",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|8|\"-8\" in its data_offsets",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}}|8|in its data_offsets",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|has 8 bytes but type F32 and shape [3]",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}|0|impossible shape",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}}|8|\"-1\" in its shape",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|8|\"2.0\" in its shape",
                "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]}}|8|at most 8 numbers",
                "{'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}}|8|unknown dtype \"F31\"",
                "{'a':{'dtype':'F32','shape':[2]}}|8|exactly a dtype, a shape and two data_offsets",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}|8|exactly a dtype",
                "{'a':7}|8|exactly a dtype",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}}|8|Duplicate field 'a'",
                "{'__metadata__':{'format':1}}|0|does not map strings to strings",
                "{'__metadata__':[]}|0|does not map strings to strings",
                "[]|0|does not begin with '{'",
                " {}|0|does not begin with '{'",
                "{}{}|0|not valid JSON",
                "{'a':|0|not valid JSON"
            })
    void aMalformedHeaderIsNamed(String header, int dataBytes, String problem) throws IOException {
        Path file = file(header.replace('\'', '"'), dataBytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(MalformedSafetensorsException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aHeaderOfImpossibleLengthIsRefused(long length) throws IOException {
        Path file = file("{" + A + "}", 8);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(MalformedSafetensorsException.class)
                .hasMessageContaining("states a header of");
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws IOException {
        Path file = file("{" + A + "}", 8);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 7L);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(MalformedSafetensorsException.class)
                .hasMessageContaining("has only " + (bytes.length - 8) + " bytes after its length");
    }

    @Test
    void aFileTooShortForALengthIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[7]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(MalformedSafetensorsException.class)
                .hasMessageContaining("has 7 bytes");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        Path file = file("{" + A + "}", 8);
        byte[] bytes = Files.readAllBytes(file);
        bytes[10] = (byte) 0xff;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("not UTF-8");
    }

    @Test
    void aHostileNameDoesNotFloodTheMessage() throws IOException {
        Path file = file("{\"" + "x".repeat(40_000) + "\":7}", 0);
        assertThatThrownBy(() -> Safetensors.read(file))
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void aMutatedFileIsReadOrRefusedAndNeverAnythingElse() throws IOException {
        byte[] whole = Files.readAllBytes(file("{\"__metadata__\":{\"format\":\"pt\"}," + A + "," + B + "}", 12));
        Random random = new Random(7);
        Path file = folder.resolve("mutated.safetensors");
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            Files.write(file, mutated(whole, random));
            try {
                Safetensors read = Safetensors.read(file);
                long size = Files.size(file);
                assertThat(read.tensors().values()).allSatisfy(tensor -> assertThat(tensor.offset() + tensor.bytes())
                        .isBetween(8L, size));
            } catch (MalformedSafetensorsException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    /** One to four changes: a byte replaced, a piece cut out, a piece doubled, a digit changed, the end cut off. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int change = random.nextInt(4); change >= 0 && bytes.length > 1; change--) {
            int at = random.nextInt(bytes.length);
            int to = at + random.nextInt(bytes.length - at);
            bytes = switch (random.nextInt(5)) {
                case 0 -> with(bytes, at, (byte) random.nextInt(256));
                case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> with(bytes, at, (byte) "0123456789[]{},:\"-e".charAt(random.nextInt(19)));
                default -> Arrays.copyOf(bytes, at);
            };
        }
        return bytes;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("model.safetensors"), bytes.array());
    }
}
