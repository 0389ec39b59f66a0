package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;

/** The first Qwen generation (Bai et al., 2023): config.json of {@code QWenLMHeadModel} and its tensors. */
final class Qwen1 implements ModelFamily {

    @Override
    public String modelType() {
        return "qwen";
    }

    @Override
    public ModelSpec spec(JsonReader config) {
        int hidden = config.integer("hidden_size", 1, ModelSpec.MAX_WIDTH);
        int heads = config.integer("num_attention_heads", 1, ModelSpec.MAX_HEADS);
        int headSize = config.integer("kv_channels", 2, ModelSpec.MAX_HEAD_SIZE, Math.max(2, hidden / heads));
        // The config's width is that of both halves of the gated MLP together.
        int bothWidths = config.integer("intermediate_size", 2, 16 * ModelSpec.MAX_WIDTH);
        int trained = config.integer("seq_length", 1, ModelSpec.MAX_POSITIONS);
        checkWhatTheProgramAssumes(config, headSize, bothWidths);
        // How far its makers let the model go; nothing in the arithmetic depends on it.
        int positions = config.integer("max_position_embeddings", 1, ModelSpec.MAX_POSITIONS, trained);
        double ropeBase = config.number("rotary_emb_base", 1, 1e9, 10_000);
        boolean dynamicNtk = config.flag("use_dynamic_ntk", true);
        return new ModelSpec(
                hidden,
                config.integer("num_hidden_layers", 1, ModelSpec.MAX_LAYERS),
                heads,
                heads,
                headSize,
                bothWidths / 2,
                config.integer("vocab_size", 1, ModelSpec.MAX_VOCABULARY),
                positions,
                config.number("layer_norm_epsilon", 1e-12, 1e-1),
                new Rope(ropeBase, dynamicNtk ? new RopeScaling.DynamicNtk(trained) : new RopeScaling.None(), false),
                false,
                config.flag("use_logn_attn", true) ? trained : 0);
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

    @Override
    public List<NamedTensor> tensors(ModelSpec spec) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            tensors.addAll(layer(spec, layer));
        }
        tensors.add(NamedTensor.atTheEnds("transformer.wte.weight", "embedding", spec.vocabulary(), spec.hidden()));
        tensors.add(NamedTensor.atTheEnds("transformer.ln_f.weight", "norm", spec.hidden()));
        tensors.add(NamedTensor.atTheEnds("lm_head.weight", "output.weight", spec.vocabulary(), spec.hidden()));
        return tensors;
    }

    private static List<NamedTensor> layer(ModelSpec spec, int layer) {
        long hidden = spec.hidden();
        long attention = (long) spec.heads() * spec.headSize();
        long mlp = spec.mlpWidth();
        return List.of(
                inLayer(layer, "ln_1.weight", "attention.norm", hidden),
                // Queries, keys and values: three blocks of heads * headSize rows each.
                inLayer(layer, "attn.c_attn.weight", "attention.input.weight", 3 * attention, hidden),
                inLayer(layer, "attn.c_attn.bias", "attention.input.bias", 3 * attention),
                inLayer(layer, "attn.c_proj.weight", "attention.output.weight", hidden, attention),
                inLayer(layer, "ln_2.weight", "mlp.norm", hidden),
                // w2 is the gated one.
                inLayer(layer, "mlp.w1.weight", "mlp.up.weight", mlp, hidden),
                inLayer(layer, "mlp.w2.weight", "mlp.gate.weight", mlp, hidden),
                inLayer(layer, "mlp.c_proj.weight", "mlp.down.weight", hidden, mlp));
    }

    private static NamedTensor inLayer(int layer, String name, String weight, long... shape) {
        return NamedTensor.inLayer(layer, "transformer.h." + layer + "." + name, weight, shape);
    }
}
