package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised about long texts, many threads and closing. */
class RustTokenizerTest {

    @Test
    void nothingIsCut() {
        try (TextTokenizer tokenizer = open()) {
            for (int words : new int[] {600, 12_000, 200_000}) {
                String text = "abc 12 ".repeat(words / 3) + "### 応答:\n";
                int[] ids = tokenizer.encode(text);
                assertThat(ids).hasSizeGreaterThan(words);
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
            }
        }
    }

    @Test
    void nothingIsPadded() {
        try (TextTokenizer tokenizer = open()) {
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.encode("a")).hasSize(1);
        }
    }

    @Test
    void manyThreadsGetWhatOneGets() throws ExecutionException, InterruptedException {
        List<String> texts = IntStream.range(0, 200)
                .mapToObj(i -> "文" + i + " is text number " + i + "。")
                .toList();
        var threads = Executors.newFixedThreadPool(8);
        try (TextTokenizer tokenizer = open()) {
            List<int[]> alone = texts.stream().map(tokenizer::encode).toList();
            List<Future<List<int[]>>> together = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                together.add(threads.submit(
                        () -> texts.stream().map(tokenizer::encode).toList()));
            }
            for (Future<List<int[]>> ids : together) {
                assertThat(ids.get()).usingRecursiveComparison().isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingUnderWayHarmsNoCall() throws ExecutionException, InterruptedException {
        var threads = Executors.newFixedThreadPool(4);
        try {
            TextTokenizer tokenizer = open();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                calls.add(threads.submit(() -> encodeUntilClosed(tokenizer)));
            }
            tokenizer.encode("some work first");
            tokenizer.close();
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isNotNegative();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aClosedTokenizerSaysSo() {
        TextTokenizer tokenizer = open();
        tokenizer.close();
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encode("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the tokenizer is closed");
    }

    private static int encodeUntilClosed(TextTokenizer tokenizer) {
        for (int calls = 0; ; calls++) {
            try {
                assertThat(tokenizer.encode("abc abc 翻訳".repeat(20))).isNotEmpty();
            } catch (IllegalStateException e) {
                return calls;
            }
        }
    }

    private static TextTokenizer open() {
        return Tokenizers.open(TestVocabularies.small("qwen1-tiny"));
    }
}
