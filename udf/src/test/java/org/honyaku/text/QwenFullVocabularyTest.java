package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.honyaku.text.TextException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every golden row of Qwen's published vocabulary. */
class QwenFullVocabularyTest {

    private static final int RANKS = 151_643;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizers.open(TestVocabularies.shared("qwen-7b"));
    }

    @AfterAll
    static void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    @Test
    void everyTextGetsTheIdsOfTheReference() {
        var rows = golden("tokenizer-qwen-full.jsonl", 2036);
        SoftAssertions.assertSoftly(softly -> {
            for (JsonNode row : rows) {
                softly.assertThat(tokenizer.encode(GoldenRows.text(row, "text")))
                        .as("%s %s", row.get("id"), row.get("category"))
                        .isEqualTo(GoldenRows.ids(row, "ids"));
            }
        });
    }

    @Test
    void noTextYieldsAControlToken() {
        for (JsonNode row : golden("tokenizer-qwen-full.jsonl", 2036)) {
            assertThat(IntStream.of(tokenizer.encode(GoldenRows.text(row, "text"))))
                    .allMatch(id -> id < RANKS);
        }
    }

    @Test
    void allThatTheIdsSayIsTheTextOfTheReference() {
        SoftAssertions.assertSoftly(softly -> {
            for (JsonNode row : decodable()) {
                softly.assertThat(tokenizer.decodeVerbatim(GoldenRows.ids(row, "ids")))
                        .as("%s", row)
                        .isEqualTo(GoldenRows.text(row, "text"));
            }
        });
    }

    @Test
    void anOutputIsTheTextOfTheReferenceWithoutACharacterCutInTwo() {
        SoftAssertions.assertSoftly(softly -> {
            for (JsonNode row : decodable()) {
                String expected = GoldenRows.text(row, "text_skip_special", "text");
                softly.assertThat(tokenizer.decode(GoldenRows.ids(row, "ids")))
                        .as("%s", row)
                        .isEqualTo(endsInsideACharacter(row) ? expected.substring(0, expected.length() - 1) : expected);
            }
        });
    }

    @Test
    void anIdThatDoesNotExistIsNamed() {
        var rows = golden("decode-qwen-full.jsonl", 335).stream()
                .filter(row -> row.has("error"))
                .toList();
        assertThat(rows).hasSize(4);
        for (JsonNode row : rows) {
            int[] ids = GoldenRows.ids(row, "ids");
            assertThatThrownBy(() -> tokenizer.decode(ids))
                    .isInstanceOf(TextException.class)
                    .hasMessage("token id %d does not exist: this tokenizer has the ids 0 to 151850", ids[1]);
        }
    }

    @Test
    void aTextWithAnUnpairedSurrogateIsRefused() {
        for (JsonNode row : golden("tokenizer-qwen-surrogates.jsonl", 11)) {
            assertThatThrownBy(() -> tokenizer.encode(GoldenRows.text(row, "text")))
                    .isInstanceOfSatisfying(TextException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.UNPAIRED_SURROGATE));
        }
    }

    @Test
    void theExampleOfTheModelCardHas158Tokens() {
        String input = "大規模言語モデル(だいきぼげんごモデル、英: large language model、LLM)は、多数のパラメータ(数千万から数十億)を持つ"
                + "人工ニューラルネットワークで構成されるコンピュータ言語モデルで、膨大なラベルなしテキストを使用して自己教師あり学習または"
                + "半教師あり学習によって訓練が行われる。";
        String prompt = PromptTemplate.ALPACA.render(Direction.JA_EN.instruction(), input);
        assertThat(prompt.getBytes(StandardCharsets.UTF_8)).hasSize(639);
        assertThat(tokenizer.encode(prompt)).hasSize(158);
    }

    @Test
    void thePromptsOfTheBenchmarkShareTheirFirst65Tokens() throws IOException {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, Direction.JA_EN.instruction(), tokenizer);
        JsonNode rows = new ObjectMapper()
                .readTree(TestVocabularies.shared("bench/uniform.json").toFile());
        assertThat(rows).hasSize(128);
        for (JsonNode row : rows) {
            EncodedPrompt encoded = prompt.encode(GoldenRows.text(row, "text"));
            assertThat(encoded.ids()).isEqualTo(GoldenRows.ids(row, "prompt_ids"));
            assertThat(encoded.sharedTokens()).isEqualTo(65);
        }
    }

    private static List<JsonNode> decodable() {
        return golden("decode-qwen-full.jsonl", 335).stream()
                .filter(row -> !row.has("error"))
                .toList();
    }

    /** Asks the JDK's decoder, which leaves alone what more bytes could complete. */
    private static boolean endsInsideACharacter(JsonNode row) {
        var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(GoldenRows.text(row, "bytes_hex")));
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(bytes, CharBuffer.allocate(bytes.remaining()), false);
        return bytes.hasRemaining();
    }

    private static List<JsonNode> golden(String file, int rows) {
        var read = GoldenRows.read(TestVocabularies.shared("golden/" + file));
        assertThat(read).hasSize(rows);
        return read;
    }
}
