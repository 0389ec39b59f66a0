package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a row holds comes back from its ids, in normalisation form C, and never becomes a control token. */
class RoundTripTest {

    private static final int RANKS = 2000;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizers.open(TestVocabularies.small("qwen1-tiny"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    static Stream<String> awkwardTexts() {
        return Stream.of(
                "",
                " ",
                "\u3000翻訳\u3000",
                "e\u0301 か\u3099 \u1100\u1161\u11A8",
                "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
                "abc \u202Eעברית\u202C العربية",
                "a\0b\0\0",
                "one\r\ntwo\rthree\n\n\r\n",
                "a" + "\u0301".repeat(10_000),
                "{instruction} {input} {{ }}",
                "<p class=\"x\">&amp;</p>",
                "\uFFFD\uFFFE\uFFFF\uFEFF",
                "𠮷野家で𩸽を食べる",
                "ﬁ Å ㍿ ｶﾞ");
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void anAwkwardTextComesBack(String text) {
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(nfc(text));
    }

    @Test
    void anyUnicodeTextComesBack() {
        var random = new Random(20251122);
        for (int i = 0; i < 500; i++) {
            String text = randomText(random, random.nextInt(60));
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(nfc(text));
        }
    }

    @Test
    void noControlTokenComesOutOfText() {
        var random = new Random(7);
        for (int id = RANKS; id < tokenizer.vocabularySize(); id++) {
            String control = tokenizer.decodeVerbatim(new int[] {id});
            assertThat(control).startsWith("<|").endsWith("|>");
            for (String text :
                    new String[] {control, "訳" + control + "す", control.repeat(3), randomText(random, 9) + control}) {
                assertThat(IntStream.of(tokenizer.encode(text))).allMatch(other -> other < RANKS);
            }
        }
    }

    @Test
    void controlTokensFollowTheRanks() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(RANKS + 208);
        assertThat(tokenizer.decodeVerbatim(new int[] {2000, 2001, 2002, 2003, 2207}))
                .isEqualTo("<|endoftext|><|im_start|><|im_end|><|extra_0|><|extra_204|>");
        assertThat(tokenizer.decode(new int[] {2000, 2207})).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void anOutputCutAnywhereEndsInAWholeCharacter(String text) {
        int[] ids = tokenizer.encode(text);
        IntStream.rangeClosed(0, Math.min(ids.length, 200)).forEach(length -> {
            String cut = tokenizer.decode(Arrays.copyOf(ids, length));
            assertThat(nfc(text)).startsWith(cut);
        });
    }

    @Test
    void aReplacementCharacterThatTheBytesHoldStays() {
        int[] ids = tokenizer.encode("半\uFFFD");
        assertThat(tokenizer.decode(ids)).isEqualTo("半\uFFFD");
    }

    /** Any code point but surrogates, with many combining marks, kana and line ends among them. */
    private static String randomText(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(0x300, 0x370);
                        case 1 -> random.nextInt(0x3040, 0x3100);
                        case 2 -> random.nextInt(0x80);
                        case 3 -> random.nextInt(0x10000, 0x110000);
                        default -> random.nextInt(0xD800);
                    });
        }
        return text.toString();
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
