package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.honyaku.engine.FinishReason;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;

/** A generation of the reference implementation: a line of greedy.jsonl or controls.jsonl. */
record GoldenRow(JsonNode json, TokenIds eosIds) {

    private static final int DEFAULT_NEW_TOKENS = 48;

    static List<GoldenRow> read(String folder, String file) {
        TokenIds eosIds =
                ModelFolder.open(Golden.path(folder)).generationDefaults().eosIds();
        return Golden.lines(folder + "/" + file).stream()
                .map(line -> new GoldenRow(line, eosIds))
                .toList();
    }

    String id() {
        return json.path("id").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    TokenIds promptIds() {
        return Golden.ids(json.path("prompt_ids"));
    }

    TokenIds outputIds() {
        return Golden.ids(json.path("output_ids"));
    }

    FinishReason finishReason() {
        return json.path("finish_reason").asText().equals("eos") ? FinishReason.EOS : FinishReason.LENGTH;
    }

    double logprob(int index) {
        return json.path("logprobs").path(index).asDouble();
    }

    /** Distance of the best score from the second best. */
    double gap(int index) {
        return json.path("gaps").path(index).asDouble();
    }

    /** Whether the reference gave an answer, not an error. */
    boolean hasOutput() {
        return json.path("output_ids").isArray();
    }

    /** @throws IllegalArgumentException where the settings make no request */
    GenerationRequest request() {
        return request(0);
    }

    /** The request, with its first {@code sharedTokens} declared as a head that others share. */
    GenerationRequest request(int sharedTokens) {
        JsonNode settings = json.path("settings");
        JsonNode eos = settings.path("eos_token_id");
        TokenIds ends = eos.isArray() ? Golden.ids(eos) : eos.isInt() ? TokenIds.of(eos.asInt()) : eosIds;
        return new GenerationRequest(
                        promptIds(),
                        sharedTokens,
                        settings.path("max_new_tokens").asInt(DEFAULT_NEW_TOKENS),
                        Math.max(0, settings.path("min_new_tokens").asInt(0)),
                        ends,
                        new Sampling(
                                false,
                                1.0,
                                0,
                                1.0,
                                settings.path("repetition_penalty").asDouble(1.0)),
                        0L)
                .stoppingAfter(stopWords(settings).sequences(ends));
    }

    private static StopWords stopWords(JsonNode settings) {
        return new StopWords(StreamSupport.stream(
                        settings.path("stop_words_ids").spliterator(), false)
                .map(list -> Arrays.stream(Golden.ids(list).toArray()).boxed().toList())
                .toList());
    }
}
