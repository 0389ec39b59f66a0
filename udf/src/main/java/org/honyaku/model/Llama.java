package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Llama 2 and 3 (Touvron et al., 2023): config.json of {@code LlamaForCausalLM} and its tensors. Later families kept most of both, so theirs
 * are stated as differences from these.
 */
final class Llama implements ModelFamily {

    private static final int DEFAULT_POSITIONS = 2048;

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelSpec spec(JsonReader config) {
        return spec(config, OptionalInt.empty(), DEFAULT_POSITIONS);
    }

    /**
     * Reads the keys that Llama brought.
     *
     * @param headSize where the config states none; empty: the share of a head in the residual stream
     * @param positions where the config states none
     */
    static ModelSpec spec(JsonReader config, OptionalInt headSize, int positions) {
        int hidden = config.integer("hidden_size", 1, ModelSpec.MAX_WIDTH);
        int heads = config.integer("num_attention_heads", 1, ModelSpec.MAX_HEADS);
        checkWhatTheProgramAssumes(config);
        return new ModelSpec(
                hidden,
                config.integer("num_hidden_layers", 1, ModelSpec.MAX_LAYERS),
                heads,
                keyValueHeads(config, heads),
                headSize(config, headSize.orElse(hidden / heads)),
                config.integer("intermediate_size", 1, 8 * ModelSpec.MAX_WIDTH),
                config.integer("vocab_size", 1, ModelSpec.MAX_VOCABULARY),
                config.integer("max_position_embeddings", 1, ModelSpec.MAX_POSITIONS, positions),
                config.number("rms_norm_eps", 1e-12, 1e-1, 1e-6),
                RopeConfig.read(config),
                config.flag("tie_word_embeddings", false),
                0);
    }

    private static int keyValueHeads(JsonReader config, int heads) {
        int keyValueHeads = config.integer("num_key_value_heads", 1, ModelSpec.MAX_HEADS, heads);
        return heads % keyValueHeads == 0
                ? keyValueHeads
                : config.wrong("num_key_value_heads", "a divisor of the " + heads + " num_attention_heads", heads);
    }

    private static int headSize(JsonReader config, int otherwise) {
        int headSize = config.integer("head_dim", 2, ModelSpec.MAX_HEAD_SIZE, Math.max(2, otherwise));
        return headSize % 2 == 0
                ? headSize
                : config.wrong("head_dim", "even, since rotary embedding turns pairs of dimensions", headSize);
    }

    private static void checkWhatTheProgramAssumes(JsonReader config) {
        config.text("hidden_act", List.of("silu"), "silu");
        config.number("partial_rotary_factor", 1, 1, 1);
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (config.flag(bias, false)) {
                config.wrong(bias, "false: no published model has these biases", false);
            }
        }
        if (config.flag("use_sliding_window", false)) {
            config.wrong("use_sliding_window", "false: attention here always sees the whole sequence", false);
        }
    }

    @Override
    public List<NamedTensor> tensors(ModelSpec spec) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            tensors.addAll(layer(spec, layer));
        }
        tensors.add(NamedTensor.atTheEnds("model.embed_tokens.weight", "embedding", spec.vocabulary(), spec.hidden()));
        tensors.add(NamedTensor.atTheEnds("model.norm.weight", "norm", spec.hidden()));
        if (!spec.tiedOutput()) {
            tensors.add(NamedTensor.atTheEnds("lm_head.weight", "output.weight", spec.vocabulary(), spec.hidden()));
        }
        return tensors;
    }

    private static List<NamedTensor> layer(ModelSpec spec, int layer) {
        long hidden = spec.hidden();
        long queries = (long) spec.heads() * spec.headSize();
        long keys = (long) spec.keyValueHeads() * spec.headSize();
        long mlp = spec.mlpWidth();
        return List.of(
                inLayer(layer, "input_layernorm.weight", "attention.norm", hidden),
                inLayer(layer, "self_attn.q_proj.weight", "attention.query.weight", queries, hidden),
                inLayer(layer, "self_attn.k_proj.weight", "attention.key.weight", keys, hidden),
                inLayer(layer, "self_attn.v_proj.weight", "attention.value.weight", keys, hidden),
                inLayer(layer, "self_attn.o_proj.weight", "attention.output.weight", hidden, queries),
                inLayer(layer, "post_attention_layernorm.weight", "mlp.norm", hidden),
                inLayer(layer, "mlp.up_proj.weight", "mlp.up.weight", mlp, hidden),
                inLayer(layer, "mlp.gate_proj.weight", "mlp.gate.weight", mlp, hidden),
                inLayer(layer, "mlp.down_proj.weight", "mlp.down.weight", hidden, mlp));
    }

    /** A tensor of a layer: {@code name} is what follows {@code model.layers.N.} in the weight files. */
    static NamedTensor inLayer(int layer, String name, String weight, long... shape) {
        return NamedTensor.inLayer(layer, "model.layers." + layer + "." + name, weight, shape);
    }
}
