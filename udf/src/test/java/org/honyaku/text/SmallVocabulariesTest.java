package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden rows of small tokenizers of every family, kept beside the tests. */
class SmallVocabulariesTest {

    /** Control tokens by family; the reference finds them in any text of the {@code tokenizer.json} families, Honyaku in none. */
    private static final Map<String, List<String>> CONTROL_TOKENS = Map.of(
            "qwen1-tiny", List.of(),
            "qwen1-tiny-fp32", List.of(),
            "qwen2-tiny", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
            "qwen2-tiny-tied", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
            "qwen3-tiny", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"),
            "llama-tiny", List.of("<unk>", "<s>", "</s>"),
            "llama3-rope-tiny", List.of("<unk>", "<s>", "</s>"));

    static Stream<Arguments> families() {
        return CONTROL_TOKENS.entrySet().stream().map(family -> Arguments.of(family.getKey(), family.getValue()));
    }

    @ParameterizedTest
    @MethodSource("families")
    void textsAndIdsAgreeWithTheReference(String family, List<String> controlTokens) {
        var rows = GoldenRows.read(TestVocabularies.small(family).resolve("tokenizer.jsonl"));
        assertThat(rows).hasSize(100);
        var softly = new SoftAssertions();
        try (TextTokenizer tokenizer = Tokenizers.open(TestVocabularies.small(family))) {
            for (JsonNode row : rows) {
                compare(tokenizer, row, controlTokens, softly);
            }
        }
        softly.assertAll();
    }

    private static void compare(
            TextTokenizer tokenizer, JsonNode row, List<String> controlTokens, SoftAssertions softly) {
        String text = row.get("text").textValue();
        int[] ids = GoldenRows.ids(row, "ids");
        int[] withControls = GoldenRows.ids(row, "ids_special", "ids");
        softly.assertThat(tokenizer.decodeVerbatim(ids))
                .as("all of %s", row)
                .isEqualTo(GoldenRows.text(row, "decoded"));
        softly.assertThat(tokenizer.decode(withControls))
                .as("without control tokens, of %s", row)
                .isEqualTo(GoldenRows.text(row, "decoded_skip_special", "decoded"));
        if (controlTokens.stream().noneMatch(text::contains)) {
            softly.assertThat(tokenizer.encode(text)).as("ids of %s", row).isEqualTo(ids);
        } else {
            softly.assertThat(tokenizer.decode(tokenizer.encode(text)))
                    .as("control tokens are text in %s", row)
                    .isEqualTo(text);
        }
    }
}
