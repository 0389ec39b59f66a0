package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.honyaku.engine.TokenIds;

/** The end of sequence where no file gives its id: the token that tokenizer_config.json names as eos_token, looked up among the added tokens. */
final class NamedEndOfSequence {

    private static final String CONFIG = "tokenizer_config.json";
    private static final String TOKENIZER = "tokenizer.json";

    private NamedEndOfSequence() {}

    /** The token's id, or nothing where no token is named or its id cannot be found. */
    static TokenIds find(Path folder, int vocabulary, List<String> problems) {
        if (!Files.exists(folder.resolve(CONFIG))) {
            return TokenIds.of();
        }
        return JsonReader.open(folder.resolve(CONFIG), problems)
                .map(config -> TokenIds.of(find(folder, config, problems)
                        .filter(id -> id >= 0 && id < vocabulary)
                        .limit(1)
                        .toArray()))
                .orElseGet(TokenIds::of);
    }

    private static IntStream find(Path folder, JsonReader config, List<String> problems) {
        String token = text(config.node("eos_token"));
        if (token.isEmpty()) {
            return IntStream.empty();
        }
        IntStream declared = config.node("added_tokens_decoder").properties().stream()
                .filter(entry -> text(entry.getValue()).equals(token))
                .map(Map.Entry::getKey)
                .filter(id -> id.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt);
        return IntStream.concat(declared, inTokenizer(folder, token, problems));
    }

    private static IntStream inTokenizer(Path folder, String token, List<String> problems) {
        if (!Files.exists(folder.resolve(TOKENIZER))) {
            return IntStream.empty();
        }
        return JsonReader.open(folder.resolve(TOKENIZER), problems).stream()
                .flatMap(json -> StreamSupport.stream(json.node("added_tokens").spliterator(), false))
                .filter(added -> text(added).equals(token))
                .mapToInt(added -> added.path("id").asInt(-1));
    }

    /** A token is written as its text, or as an object with that text as its content. */
    private static String text(JsonNode token) {
        return token.isTextual() ? token.textValue() : token.path("content").asText();
    }
}
