package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a generation_config.json can state that changes the output under transformers (4.57, {@code GenerationConfig}) and has no effect
 * here. It is named to the user, so that nobody takes an output for what it is not.
 */
final class UnusedControls {

    private static final String OFF = "";

    /** By name, the value that changes nothing; {@link #OFF} where only leaving it out does. */
    private static final Map<String, String> NEUTRAL = Map.ofEntries(
            Map.entry("max_length", OFF),
            Map.entry("min_length", "0"),
            Map.entry("max_time", OFF),
            Map.entry("stop_strings", OFF),
            Map.entry("stop_words_ids", OFF),
            Map.entry("num_beams", "1"),
            Map.entry("penalty_alpha", OFF),
            Map.entry("dola_layers", OFF),
            Map.entry("min_p", "0"),
            Map.entry("typical_p", "1"),
            Map.entry("epsilon_cutoff", "0"),
            Map.entry("eta_cutoff", "0"),
            Map.entry("encoder_repetition_penalty", "1"),
            Map.entry("no_repeat_ngram_size", "0"),
            Map.entry("bad_words_ids", OFF),
            Map.entry("force_words_ids", OFF),
            Map.entry("constraints", OFF),
            Map.entry("forced_bos_token_id", OFF),
            Map.entry("forced_eos_token_id", OFF),
            Map.entry("exponential_decay_length_penalty", OFF),
            Map.entry("suppress_tokens", OFF),
            Map.entry("begin_suppress_tokens", OFF),
            Map.entry("sequence_bias", OFF),
            Map.entry("guidance_scale", "1"),
            Map.entry("watermarking_config", OFF));

    private UnusedControls() {}

    /** Those that {@code source} states with an effect, but for the {@code used} ones. */
    static Map<String, String> in(JsonReader source, Set<String> used) {
        Map<String, String> unused = new HashMap<>();
        NEUTRAL.forEach((name, neutral) -> {
            if (!used.contains(name) && source.has(name) && !isNeutral(source.node(name), neutral)) {
                unused.put(name, source.node(name).toString());
            }
        });
        return unused;
    }

    private static boolean isNeutral(JsonNode value, String neutral) {
        if (value.isContainerNode()) {
            return value.isEmpty();
        }
        return value.isNumber() && !neutral.equals(OFF) && value.doubleValue() == Double.parseDouble(neutral);
    }
}
