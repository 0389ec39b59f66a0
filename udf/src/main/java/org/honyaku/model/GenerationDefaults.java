package org.honyaku.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.honyaku.engine.TokenIds;

/**
 * What a folder says about generating with its model, as Hugging Face's {@code generate} understands it: generation_config.json where the
 * folder has one, config.json otherwise. A user's own settings go before it.
 *
 * @param eosIds any of these ends a generation: those of the file above, else of config.json, else the end of sequence that
 *     tokenizer_config.json names; empty where nothing names one
 * @param padId fills batches in other frameworks; steps here are packed and need none
 * @param stated the controls that are stated, by the names they have there ({@code do_sample}, {@code top_p} and so on), each within
 *     its bounds and written as a setting
 * @param unused what is stated as well and would change the output elsewhere, but not here: names and values as they stand in the file
 */
public record GenerationDefaults(
        TokenIds eosIds, OptionalInt padId, Map<String, String> stated, Map<String, String> unused) {

    static final String FILE = "generation_config.json";

    private static final String STOP_WORDS = "stop_words_ids";

    public GenerationDefaults {
        stated = Map.copyOf(stated);
        unused = Map.copyOf(unused);
    }

    static GenerationDefaults read(
            Path folder, JsonReader config, ModelFamily family, int vocabulary, List<String> problems) {
        Optional<JsonReader> generation =
                Files.exists(folder.resolve(FILE)) ? JsonReader.open(folder.resolve(FILE), problems) : Optional.empty();
        JsonReader source = generation.orElse(config);
        Map<String, String> stated = stated(source);
        // The code published with these models does what transformers itself does not.
        if (family instanceof Qwen1) {
            source.find(STOP_WORDS)
                    .ifPresent(key ->
                            stated.put(key, source.idLists(key, vocabulary).toString()));
        }
        return new GenerationDefaults(
                eosIds(folder, source, config, vocabulary, problems),
                padId(source, vocabulary),
                stated,
                UnusedControls.in(source, stated.keySet()));
    }

    private static TokenIds eosIds(
            Path folder, JsonReader source, JsonReader config, int vocabulary, List<String> problems) {
        int[] ids = source.ids("eos_token_id", vocabulary);
        if (ids.length == 0 && source != config) {
            ids = config.ids("eos_token_id", vocabulary);
        }
        return ids.length > 0 ? TokenIds.of(ids) : NamedEndOfSequence.find(folder, vocabulary, problems);
    }

    private static OptionalInt padId(JsonReader source, int vocabulary) {
        int[] pad = source.ids("pad_token_id", vocabulary);
        return pad.length == 0 ? OptionalInt.empty() : OptionalInt.of(pad[0]);
    }

    private static Map<String, String> stated(JsonReader source) {
        Map<String, String> stated = new TreeMap<>();
        source.find("do_sample").ifPresent(key -> stated.put(key, String.valueOf(source.flag(key, false))));
        source.find("max_new_tokens")
                .ifPresent(key -> stated.put(key, String.valueOf(source.integer(key, 1, Integer.MAX_VALUE))));
        source.find("min_new_tokens")
                .ifPresent(key -> stated.put(key, String.valueOf(source.integer(key, 0, Integer.MAX_VALUE))));
        source.find("top_k")
                .ifPresent(key -> stated.put(key, String.valueOf(source.integer(key, 0, Integer.MAX_VALUE))));
        source.find("top_p")
                .ifPresent(key -> stated.put(key, String.valueOf(source.number(key, Double.MIN_NORMAL, 1.0))));
        for (String positive : List.of("temperature", "repetition_penalty")) {
            source.find(positive)
                    .ifPresent(key -> stated.put(key, String.valueOf(source.number(key, Float.MIN_NORMAL, 1e6))));
        }
        return stated;
    }
}
