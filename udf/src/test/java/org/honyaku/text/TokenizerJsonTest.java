package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is particular to {@code tokenizer.json}: added tokens. */
class TokenizerJsonTest {

    @ParameterizedTest
    @CsvSource({
        "qwen2-tiny, 2000, 2003",
        "qwen2-tiny-tied, 2000, 2003",
        "qwen3-tiny, 2000, 2005",
        "llama-tiny, 0, 3",
        "llama3-rope-tiny, 0, 3"
    })
    void noTextYieldsAControlToken(String family, int first, int end) {
        try (TextTokenizer tokenizer = Tokenizers.open(TestVocabularies.small(family))) {
            for (int control = first; control < end; control++) {
                int[] ids = {control};
                String text = tokenizer.decodeVerbatim(ids);
                assertThat(text).startsWith("<").endsWith(">");
                assertThat(tokenizer.decode(ids)).isEmpty();
                for (String row : new String[] {text, "a " + text + " b", text + text, "訳" + text}) {
                    int[] encoded = tokenizer.encode(row);
                    assertThat(IntStream.of(encoded)).noneMatch(id -> id >= first && id < end);
                    assertThat(tokenizer.decode(encoded)).isEqualTo(row);
                }
            }
        }
    }

    @Test
    void otherAddedTokensKeepTheirIdsThoughControlTokensBeforeThemAreGone(@TempDir Path folder) throws IOException {
        String json = Files.readString(TestVocabularies.small("qwen3-tiny").resolve("tokenizer.json"))
                .replace("\"<think>\"", "\"    indent\"")
                .replace("\"</think>\"", "\"翻訳\"");
        Files.writeString(folder.resolve("tokenizer.json"), json);
        try (TextTokenizer tokenizer = Tokenizers.open(folder)) {
            assertThat(tokenizer.encode("翻訳    indent")).containsExactly(2004, 2003);
            assertThat(tokenizer.decode(new int[] {2004, 2003})).isEqualTo("翻訳    indent");
        }
    }
}
