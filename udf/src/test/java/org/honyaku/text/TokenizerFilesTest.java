package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged tokenizer file is named, with the line and what to do. */
class TokenizerFilesTest {

    private static final String REMEDY = "; copy the file again from the model's publisher";

    private final Path folder;

    TokenizerFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFolderWithoutATokenizerSaysWhatIsMissing() {
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessage("the model folder " + folder
                        + " has no tokenizer: neither qwen.tiktoken nor tokenizer.json; copy"
                        + " the file from the model's publisher into it");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("qwen.tiktoken"));
        assertRefused(file, " is empty");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path file = Files.createDirectory(folder.resolve("qwen.tiktoken"));
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith(file + " cannot be read: ");
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("qwen.tiktoken"), new byte[] {'a', (byte) 0xFF, '\n'});
        assertRefused(file, " is not UTF-8 text");
    }

    @Test
    void aLineThatIsNotATokenAndARankIsNamed() throws IOException {
        assertRefused(
                ranks(lines -> lines.set(6, "Jw==")),
                ", line 7 is not a token in base64, a space and a rank: \"Jw==\"");
    }

    @Test
    void badBase64IsNamed() throws IOException {
        assertRefused(ranks(lines -> lines.set(6, "J*== 6")), ", line 7 is not base64: \"J*==\"");
    }

    @Test
    void aRankThatIsNoNumberIsNamed() throws IOException {
        assertRefused(ranks(lines -> lines.set(6, "Jw== six")), ", line 7 has no number as its rank: \"six\"");
    }

    @Test
    void aRankGivenTwiceIsNamedWithBothLines() throws IOException {
        assertRefused(
                ranks(lines -> lines.set(8, lines.get(8).replace(" 8", " 6"))),
                ", line 9 gives rank 6 again; line 7 has it already");
    }

    @Test
    void aTokenGivenTwiceIsNamedWithBothLines() throws IOException {
        assertRefused(
                ranks(lines -> lines.set(1999, lines.get(300).replace(" 300", " 1999"))),
                ", line 2000 has the token of line 301 again, with another rank");
    }

    @Test
    void aMissingLineIsNoticed() throws IOException {
        assertRefused(
                ranks(lines -> lines.remove(700)),
                ", line 1999 has rank 1999, but 1999 tokens have the ranks 0 to 1998: lines are missing");
    }

    @Test
    void aTableWithoutEveryByteIsRefused() throws IOException {
        assertRefused(
                ranks(lines -> lines.set(0, "YWFhYWFhYWFhYWFh 0")),
                " has no token for the single byte 0x21, so that some texts could not be written");
    }

    @Test
    void aTokenizerJsonThatIsNoJsonIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\n  \"model\": {,\n}");
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith(file + ", line 2 is not JSON: ")
                .hasMessageEndingWith(REMEDY);
    }

    @Test
    void aTokenizerJsonOfAnotherKindSaysWhatIsKnown() throws IOException {
        Path file = Files.writeString(
                folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}");
        assertRefused(file, " has a model of the type \"Unigram\", but only BPE is known");
    }

    @Test
    void whatTheLibraryRefusesIsNamed() throws IOException {
        String json = Files.readString(TestVocabularies.small("qwen2-tiny").resolve("tokenizer.json"));
        Path file = Files.writeString(folder.resolve("tokenizer.json"), json.replace("\"NFC\"", "\"NFX\""));
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith(file + " is not accepted by the tokenizers library: ")
                .hasMessageEndingWith(REMEDY);
    }

    private void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> Tokenizers.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file + problem + REMEDY);
    }

    /** The small rank table with one damage. */
    private Path ranks(Consumer<List<String>> damage) throws IOException {
        var lines = new ArrayList<>(
                Files.readAllLines(TestVocabularies.small("qwen1-tiny").resolve("qwen.tiktoken")));
        damage.accept(lines);
        return Files.write(folder.resolve("qwen.tiktoken"), lines);
    }
}
