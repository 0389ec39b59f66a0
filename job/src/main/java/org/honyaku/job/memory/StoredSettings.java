package org.honyaku.job.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.honyaku.spark.GenerationSettings;
import org.honyaku.spark.PromptSettings;
import org.honyaku.spark.TranslateSettings;

/**
 * What a translation was asked for, as a memory keeps it for people who look into it.
 *
 * @param model folder that was named first; the digest says what was in it
 */
record StoredSettings(
        @JsonProperty("model") String model,
        @JsonProperty("digest") String digest,
        @JsonProperty("precision") String precision,
        @JsonProperty("direction") String direction,
        @JsonProperty("instruction") String instruction,
        @JsonProperty("template") String template,
        @JsonProperty("generation") GenerationSettings generation) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static StoredSettings of(TranslateSettings settings) {
        PromptSettings prompt = settings.prompt();
        return new StoredSettings(
                settings.model().folder(),
                settings.model().digest(),
                settings.model().precision(),
                prompt.direction(),
                prompt.instruction(),
                prompt.template(),
                settings.generation());
    }

    /** The generation settings in one line. */
    String generationText() {
        String choice = generation.doSample()
                ? "drawn at temperature %s, top_k %d, top_p %s, seed %d"
                        .formatted(generation.temperature(), generation.topK(), generation.topP(), generation.seed())
                : "the best one";
        return "at most %d, at least %d, %s, repetition_penalty %s"
                .formatted(
                        generation.maxNewTokens(), generation.minNewTokens(), choice, generation.repetitionPenalty());
    }

    static StoredSettings parse(String json) throws IOException {
        return JSON.readValue(json, StoredSettings.class);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }
}
