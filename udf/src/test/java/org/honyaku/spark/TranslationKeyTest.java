package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.honyaku.model.StopWords;
import org.junit.jupiter.api.Test;

class TranslationKeyTest {

    private static final ModelSettings MODEL = new ModelSettings("folder", "digest", "auto", "fp32", 0, 0, 0, 0, 60);
    private static final PromptSettings PROMPT = new PromptSettings("ja-en", "{instruction} {input}", "say it");
    private static final GenerationSettings GENERATION = GenerationSettings.greedy(100);

    @Test
    void theKeyIsStableAcrossVersions() {
        assertThat(keyOf(MODEL, PROMPT, GENERATION, "今日は")).isEqualTo("ad5f6ab1567a6eeb67fe170bcbd9b212");
    }

    @Test
    void everythingThatCanChangeTheTextChangesTheKey() {
        List<String> keys = List.of(
                keyOf(MODEL, PROMPT, GENERATION, "a"),
                keyOf(MODEL, PROMPT, GENERATION, "b"),
                keyOf(MODEL, PROMPT, GENERATION, ""),
                new TranslationKey(new TranslateSettings(MODEL, PROMPT, GENERATION)).of(null),
                keyOf(new ModelSettings("folder", "other", "auto", "fp32", 0, 0, 0, 0, 60), PROMPT, GENERATION, "a"),
                keyOf(new ModelSettings("folder", "digest", "auto", "bf16", 0, 0, 0, 0, 60), PROMPT, GENERATION, "a"),
                keyOf(MODEL, new PromptSettings("en-ja", "{instruction} {input}", "say it"), GENERATION, "a"),
                keyOf(MODEL, new PromptSettings("ja-en", "{instruction}: {input}", "say it"), GENERATION, "a"),
                keyOf(MODEL, new PromptSettings("ja-en", "{instruction} {input}", "tell it"), GENERATION, "a"),
                keyOf(MODEL, PROMPT, GenerationSettings.greedy(101), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 1, false, 1, 0, 1, 1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, true, 1, 0, 1, 1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 2, 0, 1, 1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 1, 5, 1, 1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 1, 0, 0.5, 1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 1, 0, 1, 1.1, StopWords.NONE, 0), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 1, 0, 1, 1, StopWords.NONE, 7), "a"),
                keyOf(MODEL, PROMPT, new GenerationSettings(100, 0, false, 1, 0, 1, 1, StopWords.parse("5"), 0), "a"));

        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{32}"));
    }

    @Test
    void whereAndHowMuchAtOnceDoesNotChangeTheKey() {
        var elsewhere = new ModelSettings("/mnt/folder", "digest", "cuda:1", "fp32", 8, 64, 512, 1024, 5);

        assertThat(keyOf(elsewhere, PROMPT, GENERATION, "a")).isEqualTo(keyOf(MODEL, PROMPT, GENERATION, "a"));
    }

    @Test
    void fieldsDoNotRunIntoEachOther() {
        assertThat(keyOf(MODEL, new PromptSettings("ja-en", "{input}", "ab"), GENERATION, "c"))
                .isNotEqualTo(keyOf(MODEL, new PromptSettings("ja-en", "{input}", "a"), GENERATION, "bc"));
    }

    @Test
    void theSeedComesFromTheKey() {
        assertThat(TranslationKey.seed("00000000000000ff0123456789abcdef")).isEqualTo(255);
        assertThat(TranslationKey.seed("ffffffffffffffff0123456789abcdef")).isEqualTo(-1);
    }

    private static String keyOf(
            ModelSettings model, PromptSettings prompt, GenerationSettings generation, String text) {
        return new TranslationKey(new TranslateSettings(model, prompt, generation)).of(text);
    }
}
