package org.honyaku.model;

import java.util.List;
import java.util.Optional;

/** The rotary embedding in the config.json of Hugging Face's own families. */
final class RopeConfig {

    private static final double MAX_BASE = 1e9;
    private static final double DEFAULT_BASE = 10_000;
    private static final double MAX_FACTOR = 1e4;

    private RopeConfig() {}

    /** Reads {@code rope_theta} and {@code rope_scaling}, or {@code rope_parameters}, which holds both since transformers 5. */
    static Rope read(JsonReader config) {
        Optional<JsonReader> parameters = config.object("rope_parameters");
        double base = parameters
                .filter(object -> object.has("rope_theta"))
                .orElse(config)
                .number("rope_theta", 1, MAX_BASE, DEFAULT_BASE);
        RopeScaling scaling = parameters
                .or(() -> config.object("rope_scaling"))
                .map(RopeConfig::scaling)
                .orElseGet(RopeScaling.None::new);
        return new Rope(base, scaling, true);
    }

    private static RopeScaling scaling(JsonReader object) {
        String key = object.has("rope_type") ? "rope_type" : "type";
        String type = object.text(key, List.of("default", "llama3"), "default");
        return type.equals("llama3") ? llama3(object) : new RopeScaling.None();
    }

    private static RopeScaling llama3(JsonReader object) {
        double low = object.number("low_freq_factor", 1e-3, MAX_FACTOR);
        double high = object.number("high_freq_factor", 1e-3, MAX_FACTOR);
        if (high <= low) {
            object.wrong("high_freq_factor", "above low_freq_factor", high);
        }
        return new RopeScaling.Llama3(
                object.number("factor", 1, MAX_FACTOR),
                low,
                high,
                object.integer("original_max_position_embeddings", 1, ModelSpec.MAX_POSITIONS));
    }
}
