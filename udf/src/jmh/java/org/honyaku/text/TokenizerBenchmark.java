package org.honyaku.text;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A row's way into tokens and an answer's way back, by the sample model's vocabulary in the form of Qwen-1. The command stands in
 * bench/README.md.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizerBenchmark {

    private static final Path MODEL = Path.of("..", "sample-data", "model", "nekomata-mini");
    private static final String SENTENCE = "昨日は雨が降っていたので、家で本を読みながら友達の電話を待っていました。";

    /** Sentences of 36 characters. */
    @Param({"1", "20"})
    public int sentences;

    private @Nullable TextTokenizer tokenizer;
    private @Nullable TranslationPrompt prompt;
    private String text = "";
    private int[] ids = {};

    @Setup
    public void open() {
        TextTokenizer opened = Tokenizers.open(MODEL);
        tokenizer = opened;
        prompt = new TranslationPrompt(PromptTemplate.ALPACA, Direction.JA_EN.instruction(), opened);
        text = SENTENCE.repeat(sentences);
        ids = opened.encode(text);
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(tokenizer).close();
    }

    @Benchmark
    public int[] encode() {
        return Objects.requireNonNull(tokenizer).encode(text);
    }

    /** The text in the translation prompt, as a row is asked. */
    @Benchmark
    public EncodedPrompt encodePrompt() {
        return Objects.requireNonNull(prompt).encode(text);
    }

    @Benchmark
    public String decode() {
        return Objects.requireNonNull(tokenizer).decode(ids);
    }
}
