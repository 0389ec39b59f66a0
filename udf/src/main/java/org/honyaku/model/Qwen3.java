package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Qwen3 (Yang et al., 2025): Llama's decoder with a norm over each head of queries and keys, before they are turned. */
final class Qwen3 implements ModelFamily {

    private static final int DEFAULT_HEAD_SIZE = 128;
    private static final int DEFAULT_POSITIONS = 32_768;

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public ModelSpec spec(JsonReader config) {
        return Llama.spec(config, OptionalInt.of(DEFAULT_HEAD_SIZE), DEFAULT_POSITIONS);
    }

    @Override
    public List<NamedTensor> tensors(ModelSpec spec) {
        List<NamedTensor> tensors = new ArrayList<>(new Llama().tensors(spec));
        for (int layer = 0; layer < spec.layers(); layer++) {
            tensors.add(
                    Llama.inLayer(layer, "self_attn.q_norm.weight", "attention.query_norm", (long) spec.headSize()));
            tensors.add(Llama.inLayer(layer, "self_attn.k_norm.weight", "attention.key_norm", (long) spec.headSize()));
        }
        return tensors;
    }
}
