package org.honyaku.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/**
 * A small tokenizer's golden rows, and how many of them Honyaku's agrees with. The reference finds control tokens in any text of the
 * {@code tokenizer.json} families, Honyaku in none: there, text must come back as it was.
 */
public record TokenizerCases(int cases, int equal) {

    static final Map<String, List<String>> CONTROL_TOKENS = Map.of(
            "qwen1-tiny", List.of(),
            "qwen1-tiny-fp32", List.of(),
            "qwen2-tiny", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
            "qwen2-tiny-tied", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
            "qwen3-tiny", List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"),
            "llama-tiny", List.of("<unk>", "<s>", "</s>"),
            "llama3-rope-tiny", List.of("<unk>", "<s>", "</s>"));

    /** Of a folder of the test resources. */
    public static TokenizerCases of(String folder) {
        SoftAssertions[] perRow = compare(folder);
        int equal = 0;
        for (SoftAssertions row : perRow) {
            equal += row.errorsCollected().isEmpty() ? 1 : 0;
        }
        return new TokenizerCases(perRow.length, equal);
    }

    static SoftAssertions[] compare(String folder) {
        List<JsonNode> rows = GoldenRows.read(TestVocabularies.small(folder).resolve("tokenizer.jsonl"));
        List<String> controlTokens = CONTROL_TOKENS.getOrDefault(folder, List.of());
        try (TextTokenizer tokenizer = Tokenizers.open(TestVocabularies.small(folder))) {
            return rows.stream()
                    .map(row -> compare(tokenizer, row, controlTokens))
                    .toArray(SoftAssertions[]::new);
        }
    }

    private static SoftAssertions compare(TextTokenizer tokenizer, JsonNode row, List<String> controlTokens) {
        SoftAssertions softly = new SoftAssertions();
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
        return softly;
    }
}
