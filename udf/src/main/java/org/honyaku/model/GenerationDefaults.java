package org.honyaku.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;

/**
 * What a folder's generation_config.json says about generating with its model. A user's own settings go before it.
 *
 * @param eosIds any of these ends a generation; empty where the folder names none
 * @param padId fills batches in other frameworks; steps here are packed and need none
 * @param maxNewTokens where it is stated
 * @param sampling as the folder has it; top_k is 50 where it says nothing, as in Hugging Face's generate
 */
public record GenerationDefaults(TokenIds eosIds, OptionalInt padId, OptionalInt maxNewTokens, Sampling sampling) {

    private static final String FILE = "generation_config.json";
    private static final int DEFAULT_TOP_K = 50;

    static GenerationDefaults read(Path folder, JsonReader config, int vocabulary, List<String> problems) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new GenerationDefaults(
                    TokenIds.of(config.ids("eos_token_id", vocabulary)),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    new Sampling(false, 1.0, DEFAULT_TOP_K, 1.0, 1.0));
        }
        return JsonReader.open(file, problems)
                .map(json -> from(json, vocabulary))
                .orElseGet(() -> new GenerationDefaults(
                        TokenIds.of(), OptionalInt.empty(), OptionalInt.empty(), Sampling.GREEDY));
    }

    private static GenerationDefaults from(JsonReader json, int vocabulary) {
        int[] pad = json.ids("pad_token_id", vocabulary);
        int maxNewTokens = json.integer("max_new_tokens", 1, Integer.MAX_VALUE, 0);
        return new GenerationDefaults(
                TokenIds.of(json.ids("eos_token_id", vocabulary)),
                pad.length == 0 ? OptionalInt.empty() : OptionalInt.of(pad[0]),
                maxNewTokens == 0 ? OptionalInt.empty() : OptionalInt.of(maxNewTokens),
                new Sampling(
                        json.flag("do_sample", false),
                        json.number("temperature", Float.MIN_NORMAL, 1e6, 1.0),
                        json.integer("top_k", 0, Integer.MAX_VALUE, DEFAULT_TOP_K),
                        json.number("top_p", Double.MIN_NORMAL, 1.0, 1.0),
                        json.number("repetition_penalty", Float.MIN_NORMAL, 1e6, 1.0)));
    }
}
