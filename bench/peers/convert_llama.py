"""The checkpoint for llama.cpp as GGUF with Q8_0 weights and no tokenizer:  python convert_llama.py MODEL TARGET"""

import json
import sys
from pathlib import Path

import gguf
import numpy as np
from safetensors import safe_open

Q8_0 = gguf.GGMLQuantizationType.Q8_0
IN_LAYER = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
AT_THE_ENDS = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}


def gguf_name(name: str) -> str:
    if name in AT_THE_ENDS:
        return AT_THE_ENDS[name]
    _, _, layer, rest = name.split(".", 3)
    module, kind = rest.rsplit(".", 1)
    return f"blk.{layer}.{IN_LAYER[module]}.{kind}"


def describe(writer: gguf.GGUFWriter, config: dict) -> None:
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_tokenizer_model("no_vocab")


def main(model: Path, target: str) -> None:
    writer = gguf.GGUFWriter(target, "qwen2")
    describe(writer, json.loads((model / "config.json").read_text()))
    with safe_open(str(model / "model.safetensors"), framework="pt") as weights:
        for name in weights.keys():
            values = weights.get_tensor(name).float().numpy()
            if values.ndim == 2:
                writer.add_tensor(gguf_name(name), gguf.quants.quantize(values, Q8_0), raw_dtype=Q8_0)
            else:
                writer.add_tensor(gguf_name(name), values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main(Path(sys.argv[1]), sys.argv[2])
