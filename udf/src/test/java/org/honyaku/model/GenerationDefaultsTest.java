package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationDefaultsTest {

    private static final int VOCABULARY = 2048;

    private final Path folder;
    private final List<String> problems = new ArrayList<>();

    GenerationDefaultsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatThePublishedFileStatesIsKeptAndNothingElse() throws IOException {
        GenerationDefaults defaults = read("""
                {"chat_format": "raw", "eos_token_id": 2000, "pad_token_id": 2000, "stop_words_ids": [[2000]],
                 "max_new_tokens": 512, "do_sample": true, "top_k": 0, "top_p": 0.8, "transformers_version": "4.31.0"}
                """);

        assertThat(defaults.eosIds()).isEqualTo(TokenIds.of(2000));
        assertThat(defaults.padId()).hasValue(2000);
        assertThat(defaults.stated())
                .containsOnly(
                        Map.entry("max_new_tokens", "512"),
                        Map.entry("do_sample", "true"),
                        Map.entry("top_k", "0"),
                        Map.entry("top_p", "0.8"),
                        Map.entry("stop_words_ids", "2000"));
        assertThat(defaults.unused()).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void stopWordsAreThoseOfQwensFirstGenerationAlone() throws IOException {
        write("generation_config.json", "{\"eos_token_id\": 5, \"stop_words_ids\": [[198, 198], [7]]}");

        assertThat(read(new Qwen1()).stated()).containsOnly(Map.entry("stop_words_ids", "198 198, 7"));
        assertThat(read(new Qwen1()).unused()).isEmpty();
        assertThat(read(new Qwen2()).stated()).isEmpty();
        assertThat(read(new Qwen2()).unused()).containsOnly(Map.entry("stop_words_ids", "[[198,198],[7]]"));
    }

    @Test
    void whatIsStatedAndHasNoEffectHereIsNamed() throws IOException {
        GenerationDefaults defaults = read("""
                {"max_length": 4096, "num_beams": 4, "min_p": 0.05, "typical_p": 1.0, "no_repeat_ngram_size": 0,
                 "bad_words_ids": null, "suppress_tokens": [], "return_dict_in_generate": true}
                """);

        assertThat(defaults.unused())
                .containsOnly(Map.entry("max_length", "4096"), Map.entry("num_beams", "4"), Map.entry("min_p", "0.05"));
        assertThat(problems).isEmpty();
    }

    @Test
    void severalEndsOfSequenceAreAllKept() throws IOException {
        assertThat(read("{\"eos_token_id\": [2002, 2000]}").eosIds()).isEqualTo(TokenIds.of(2002, 2000));
    }

    @Test
    void withoutAFileOfItsOwnTheConfigurationOfTheModelSpeaks() throws IOException {
        write("config.json", "{\"eos_token_id\": 5, \"do_sample\": true, \"temperature\": 0.5, \"hidden_size\": 8}");

        GenerationDefaults defaults = read();

        assertThat(defaults.eosIds()).isEqualTo(TokenIds.of(5));
        assertThat(defaults.stated()).containsOnly(Map.entry("do_sample", "true"), Map.entry("temperature", "0.5"));
    }

    @Test
    void anEndOfSequenceThatNoConfigurationGivesIsTheOneTheTokenizerNames() throws IOException {
        write("config.json", "{}");
        write("tokenizer_config.json", """
                {"eos_token": {"content": "</s>"}, "added_tokens_decoder": {"1": {"content": "<s>"}, "2": {"content": "</s>"}}}
                """);
        assertThat(read("{\"do_sample\": false}").eosIds()).isEqualTo(TokenIds.of(2));

        write("tokenizer_config.json", "{\"eos_token\": \"<|end|>\"}");
        write("tokenizer.json", "{\"added_tokens\": [{\"id\": 7, \"content\": \"<|end|>\"}]}");
        assertThat(read("{\"do_sample\": false}").eosIds()).isEqualTo(TokenIds.of(7));

        write("tokenizer_config.json", "{\"eos_token\": null}");
        assertThat(read("{\"do_sample\": false}").eosIds()).isEqualTo(TokenIds.of());
    }

    @Test
    void absurdValuesAreProblemsOfTheFolder() throws IOException {
        read(
                "{\"eos_token_id\": 99999, \"top_p\": 8, \"temperature\": \"hot\", \"max_new_tokens\": 0, \"stop_words_ids\": [[9999]]}");

        assertThat(problems)
                .hasSize(5)
                .allMatch(problem -> problem.startsWith("generation_config.json: "))
                .anyMatch(problem -> problem.contains("eos_token_id is 99999"))
                .anyMatch(problem -> problem.contains("top_p is 8"))
                .anyMatch(problem -> problem.contains("temperature is \"hot\""))
                .anyMatch(problem -> problem.contains("max_new_tokens is 0"))
                .anyMatch(problem -> problem.contains("stop_words_ids is [[9999]]"));
    }

    private GenerationDefaults read(String generationConfig) throws IOException {
        write(GenerationDefaults.FILE, generationConfig);
        return read();
    }

    private GenerationDefaults read() throws IOException {
        return read(new Qwen1());
    }

    private GenerationDefaults read(ModelFamily family) throws IOException {
        if (!Files.exists(folder.resolve("config.json"))) {
            write("config.json", "{}");
        }
        JsonReader config =
                JsonReader.open(folder.resolve("config.json"), problems).orElseThrow();
        return GenerationDefaults.read(folder, config, family, VOCABULARY, problems);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
