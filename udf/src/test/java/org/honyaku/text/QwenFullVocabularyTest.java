package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every golden row of Qwen's published vocabulary. */
class QwenFullVocabularyTest {

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
        var rows = GoldenRows.read(TestVocabularies.shared("golden/tokenizer-qwen-full.jsonl"));
        assertThat(rows).hasSize(2036);
        SoftAssertions.assertSoftly(softly -> {
            for (JsonNode row : rows) {
                softly.assertThat(tokenizer.encode(row.get("text").textValue()))
                        .as("%s %s", row.get("id"), row.get("category"))
                        .isEqualTo(GoldenRows.ids(row));
            }
        });
    }

    @Test
    void allIdsBecomeTheTextOfTheReference() {
        var rows = GoldenRows.read(TestVocabularies.shared("golden/decode-qwen-full.jsonl"));
        assertThat(rows).hasSize(335);
        SoftAssertions.assertSoftly(softly -> {
            for (JsonNode row : rows) {
                if (row.has("error")) {
                    softly.assertThatThrownBy(() -> tokenizer.decodeVerbatim(GoldenRows.ids(row)))
                            .isInstanceOf(TextException.class)
                            .hasMessageContaining("does not exist: this tokenizer has the ids 0 to 151850");
                } else {
                    softly.assertThat(tokenizer.decodeVerbatim(GoldenRows.ids(row)))
                            .as(row.get("what").textValue())
                            .isEqualTo(row.get("text").textValue());
                }
            }
        });
    }
}
