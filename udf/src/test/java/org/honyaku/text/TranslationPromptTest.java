package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TranslationPromptTest {

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizers.open(TestVocabularies.small("qwen1-tiny"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void theWholePromptIsTokenisedAtOnce() {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, "訳せ", tokenizer);
        EncodedPrompt encoded = prompt.encode("犬が好きです。");
        assertThat(encoded.ids()).isEqualTo(tokenizer.encode(PromptTemplate.ALPACA.render("訳せ", "犬が好きです。")));
        assertThat(encoded.size()).isEqualTo(encoded.ids().length);
    }

    @Test
    void theHeadOfTheTemplateIsShared() {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, "訳せ", tokenizer);
        int[] head = tokenizer.encode(PromptTemplate.ALPACA.head("訳せ"));
        EncodedPrompt encoded = prompt.encode("犬が好きです。");
        assertThat(encoded.sharedTokens()).isEqualTo(head.length);
        assertThat(encoded.ids()).startsWith(head);
    }

    @Test
    void noTokenThatReachesIntoTheTextIsShared() {
        // The head ends in a space, which becomes one token with the word after it.
        var prompt = new TranslationPrompt(PromptTemplate.parse("Translate this: {input}"), "", tokenizer);
        int[] head = tokenizer.encode("Translate this: ");
        EncodedPrompt encoded = prompt.encode("the dog");
        assertThat(encoded.sharedTokens()).isEqualTo(head.length - 1);
        assertThat(prompt.encode("。").sharedTokens()).isLessThanOrEqualTo(head.length);
    }

    @Test
    void aPromptThatIsNothingButItsHeadIsSharedWhole() {
        var prompt = new TranslationPrompt(PromptTemplate.parse("abc{input}"), "", tokenizer);
        EncodedPrompt encoded = prompt.encode("");
        assertThat(encoded.sharedTokens()).isEqualTo(encoded.size());
    }

    @Test
    void aTemplateThatStartsWithTheInputSharesNothing() {
        var prompt = new TranslationPrompt(PromptTemplate.parse("{input}\n{instruction}"), "訳せ", tokenizer);
        assertThat(prompt.encode("犬").sharedTokens()).isZero();
    }

    @Test
    void placeholdersAndControlTokensInARowAreText() {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, "訳せ", tokenizer);
        String row = "{input}{instruction}<|endoftext|><|im_start|>";
        int[] ids = prompt.encode(row).ids();
        assertThat(IntStream.of(ids)).allMatch(id -> id < 2000);
        assertThat(tokenizer.decode(ids)).contains(row);
    }

    @Test
    void anOutputEndsWhereTheTemplateSays() {
        var prompt = new TranslationPrompt(PromptTemplate.parse("{input} ->{output}\n##"), "", tokenizer);
        int[] output = tokenizer.encode(" The dog. 犬\n## and on");
        int stopped = 1;
        while (!prompt.isStoppedBy(Arrays.copyOf(output, stopped))) {
            stopped++;
        }

        assertThat(prompt.hasStop()).isTrue();
        assertThat(prompt.encode("犬").ids()).isEqualTo(tokenizer.encode("犬 ->"));
        assertThat(tokenizer.decode(Arrays.copyOf(output, stopped))).endsWith("##");
        assertThat(prompt.answer(Arrays.copyOf(output, stopped))).isEqualTo("The dog. 犬");
        assertThat(prompt.answer(output)).isEqualTo("The dog. 犬");
    }

    @Test
    void withoutAnOutputPlaceholderNothingIsCut() {
        var prompt = new TranslationPrompt(PromptTemplate.parse("{input}\n"), "", tokenizer);
        int[] output = tokenizer.encode("one\ntwo");

        assertThat(prompt.hasStop()).isFalse();
        assertThat(prompt.isStoppedBy(output)).isFalse();
        assertThat(prompt.answer(output)).isEqualTo("one\ntwo");
    }

    @Test
    void anIdThatIsNoTokenStopsNothing() {
        var prompt = new TranslationPrompt(PromptTemplate.parse("{input}{output}\n"), "", tokenizer);

        assertThat(prompt.isStoppedBy(new int[] {1_000_000})).isFalse();
    }

    @Test
    void aPositionIsThatOfTheRowAndNotOfThePrompt() {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, "訳せ", tokenizer);
        assertThatThrownBy(() -> prompt.encode("ab\uD83D"))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("unpaired surrogate U+D83D at position 2");
    }
}
