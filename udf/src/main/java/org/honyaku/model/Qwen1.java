package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;

/** The first Qwen generation (Bai et al., 2023): config.json of {@code QWenLMHeadModel} and its tensors. */
final class Qwen1 {

    private static final int MAX_LAYERS = 256;
    private static final int MAX_WIDTH = 65_536;
    private static final int MAX_VOCABULARY = 1_000_000;
    private static final int MAX_POSITIONS = 1 << 20;

    private Qwen1() {}

    static ModelSpec spec(JsonReader config) {
        int hidden = config.integer("hidden_size", 1, MAX_WIDTH);
        int heads = config.integer("num_attention_heads", 1, 1024);
        int headSize = config.integer("kv_channels", 2, 1024, Math.max(2, hidden / heads));
        // The config's width is that of both halves of the gated MLP together.
        int bothWidths = config.integer("intermediate_size", 2, 16 * MAX_WIDTH);
        int trained = config.integer("seq_length", 1, MAX_POSITIONS);
        checkWhatTheProgramAssumes(config, headSize, bothWidths);
        return new ModelSpec(
                ModelFamily.QWEN1,
                hidden,
                config.integer("num_hidden_layers", 1, MAX_LAYERS),
                heads,
                headSize,
                bothWidths / 2,
                config.integer("vocab_size", 1, MAX_VOCABULARY),
                // Nothing in the arithmetic depends on it; it says how far the model's makers let it go.
                config.integer("max_position_embeddings", 1, MAX_POSITIONS, trained),
                trained,
                config.number("layer_norm_epsilon", 1e-12, 1e-1),
                config.number("rotary_emb_base", 1, 1e9, 10_000),
                config.flag("use_dynamic_ntk", true),
                config.flag("use_logn_attn", true));
    }

    private static void checkWhatTheProgramAssumes(JsonReader config, int headSize, int bothWidths) {
        if (headSize % 2 != 0) {
            config.wrong("kv_channels", "even, since rotary embedding turns pairs of dimensions", headSize);
        }
        if (bothWidths % 2 != 0) {
            config.wrong("intermediate_size", "even: it is twice the width of the MLP", bothWidths);
        }
        config.number("rotary_pct", 1, 1, 1);
        if (!config.flag("no_bias", true)) {
            config.wrong("no_bias", "true: no published model has these biases", true);
        }
        if (config.flag("tie_word_embeddings", false)) {
            config.wrong("tie_word_embeddings", "false: Qwen's first generation has an output layer of its own", false);
        }
    }

    static List<NamedTensor> tensors(ModelSpec spec) {
        long hidden = spec.hidden();
        List<NamedTensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            tensors.addAll(layer(spec, layer));
        }
        tensors.add(end("transformer.wte.weight", "embedding", spec.vocabulary(), hidden));
        tensors.add(end("transformer.ln_f.weight", "norm", hidden));
        tensors.add(end("lm_head.weight", "output.weight", spec.vocabulary(), hidden));
        return tensors;
    }

    private static List<NamedTensor> layer(ModelSpec spec, int layer) {
        long hidden = spec.hidden();
        long attention = (long) spec.heads() * spec.headSize();
        long mlp = spec.mlpWidth();
        String prefix = "transformer.h." + layer + ".";
        return List.of(
                new NamedTensor(prefix + "ln_1.weight", layer, "attention.norm", List.of(hidden)),
                // Queries, keys and values: three blocks of heads * headSize rows each.
                new NamedTensor(
                        prefix + "attn.c_attn.weight", layer, "attention.input.weight", List.of(3 * attention, hidden)),
                new NamedTensor(prefix + "attn.c_attn.bias", layer, "attention.input.bias", List.of(3 * attention)),
                new NamedTensor(
                        prefix + "attn.c_proj.weight", layer, "attention.output.weight", List.of(hidden, attention)),
                new NamedTensor(prefix + "ln_2.weight", layer, "mlp.norm", List.of(hidden)),
                // w2 is the gated one.
                new NamedTensor(prefix + "mlp.w1.weight", layer, "mlp.up.weight", List.of(mlp, hidden)),
                new NamedTensor(prefix + "mlp.w2.weight", layer, "mlp.gate.weight", List.of(mlp, hidden)),
                new NamedTensor(prefix + "mlp.c_proj.weight", layer, "mlp.down.weight", List.of(hidden, mlp)));
    }

    private static NamedTensor end(String name, String weight, long... shape) {
        List<Long> dimensions = new ArrayList<>();
        for (long dimension : shape) {
            dimensions.add(dimension);
        }
        return new NamedTensor(name, NamedTensor.NO_LAYER, weight, dimensions);
    }
}
