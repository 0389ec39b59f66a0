package org.honyaku.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final RecordLayout TEXT = new RecordLayout(FileFormat.TEXT, false, List.of("text"), "text");

    @Test
    void lineEndsOfBothKindsAreNoTextAndOtherControlCharactersAre() throws IOException {
        assertThat(texts("one\ntwo\r\n\r\nca\rrriage\nnul\0\u2028\u0085line\n\nlast"))
                .containsExactly("one", "two", "", "ca\rrriage", "nul\0\u2028\u0085line", "", "last");
        assertThat(texts("")).isEmpty();
        assertThat(texts("\n")).containsExactly("");
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        assertThat(texts("\uFEFFone\n\uFEFFtwo\n")).containsExactly("one", "\uFEFFtwo");
        assertThat(texts("\uFEFF")).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreAnErrorOfTheirLineAndNoReplacementCharacter() throws IOException {
        byte[] shiftJis = "良い\n日本語です\n".getBytes(Charset.forName("Shift_JIS"));
        var content = new ByteArrayOutputStream();
        content.writeBytes("good\n".getBytes(StandardCharsets.UTF_8));
        content.writeBytes(shiftJis);
        content.writeBytes(new byte[] {'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80, 'y', '\n', (byte) 0xFF});

        List<SourceRecord> records = Reading.read(TEXT, content.toByteArray());

        assertThat(Reading.column(records, "text")).hasSize(5).startsWith("good");
        assertThat(Reading.problem(records.get(1))).startsWith("line 2: not UTF-8: byte 1 of the line is 0x97");
        assertThat(Reading.problem(records.get(3))).startsWith("line 4: not UTF-8: byte 2 of the line is 0xED");
        assertThat(quote(records.get(3))).isEqualTo("x\\xED\\xA0\\x80y");
        assertThat(quote(records.get(4))).isEqualTo("\\xFF");
    }

    @Test
    void aFileInUtf16IsRefusedWithARemedy() {
        for (String charset : List.of("UTF-16", "UTF-16LE")) {
            byte[] content = "\uFEFF日本語\n".getBytes(Charset.forName(charset));
            assertThatThrownBy(() -> Reading.read(TEXT, content))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll(Reading.FILE, "UTF-16", "iconv");
        }
    }

    @Test
    void aLineThatIsTooLongIsCountedAndCutAndTheNextOneIsWhole() throws IOException {
        String content = "short\n" + "x".repeat(200_000) + "\nlast";
        var lines = new LineReader(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), Reading.FILE, 100_000);

        assertThat(Objects.requireNonNull(lines.next()).content().text()).isEqualTo("short");
        Line tooLong = Objects.requireNonNull(lines.next());
        assertThat(tooLong.content().text()).isNull();
        assertThat(tooLong.content().problem()).contains("200,000 bytes");
        assertThat(tooLong.quote()).isEqualTo("x".repeat(Line.KEPT_OF_TOO_LONG) + "...");
        assertThat(Objects.requireNonNull(lines.next()).content().text()).isEqualTo("last");
        assertThat(lines.next()).isNull();
    }

    @Test
    void namesOfFilesTellTheirFormat() {
        assertThat(FileFormat.ofName("hdfs://host/a.b/Pairs.TSV.gz")).contains(FileFormat.TSV);
        assertThat(FileFormat.ofName("dolly-ja.jsonl")).contains(FileFormat.JSONL);
        assertThat(FileFormat.ofName("part-0000.snappy.parquet")).contains(FileFormat.PARQUET);
        assertThat(FileFormat.ofName("corpus")).isEmpty();
        assertThat(FileFormat.ofName("csv")).isEmpty();
        assertThat(FileFormat.ofName("corpus.gz")).isEmpty();
    }

    private static List<String> texts(String content) throws IOException {
        return Reading.column(Reading.read(TEXT, content), "text");
    }

    private static String quote(SourceRecord record) {
        return Objects.requireNonNull(record.malformed()).text();
    }
}
