package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Qwen2 and Qwen2.5 (Yang et al., 2024): Llama's decoder with biases on queries, keys and values. */
final class Qwen2 implements ModelFamily {

    private static final int DEFAULT_POSITIONS = 32_768;

    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public ModelSpec spec(JsonReader config) {
        return Llama.spec(config, OptionalInt.empty(), DEFAULT_POSITIONS);
    }

    @Override
    public List<NamedTensor> tensors(ModelSpec spec) {
        long queries = (long) spec.heads() * spec.headSize();
        long keys = (long) spec.keyValueHeads() * spec.headSize();
        List<NamedTensor> tensors = new ArrayList<>(new Llama().tensors(spec));
        for (int layer = 0; layer < spec.layers(); layer++) {
            tensors.add(Llama.inLayer(layer, "self_attn.q_proj.bias", "attention.query.bias", queries));
            tensors.add(Llama.inLayer(layer, "self_attn.k_proj.bias", "attention.key.bias", keys));
            tensors.add(Llama.inLayer(layer, "self_attn.v_proj.bias", "attention.value.bias", keys));
        }
        return tensors;
    }
}
