"""Writes the checkpoint that every engine loads: random weights in the shape of Qwen2 with 0.5 billion parameters, as bfloat16.

Its output means nothing; its speed is that of a trained model of the same shape. The same seed writes the same bytes.

    python checkpoint.py FOLDER
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

HIDDEN, LAYERS, HEADS, KV_HEADS, HEAD_SIZE, MLP, VOCABULARY = 896, 24, 14, 2, 64, 4864, 151_936
DEVIATION = 0.02
CONFIG = {
    "architectures": ["Qwen2ForCausalLM"],
    "model_type": "qwen2",
    "hidden_size": HIDDEN,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KV_HEADS,
    "intermediate_size": MLP,
    "vocab_size": VOCABULARY,
    "hidden_act": "silu",
    "max_position_embeddings": 32768,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1e6,
    "tie_word_embeddings": True,
    "use_sliding_window": False,
    "torch_dtype": "bfloat16",
    "eos_token_id": VOCABULARY - 1,
    "pad_token_id": VOCABULARY - 1,
}


def tensors() -> dict[str, torch.Tensor]:
    random = torch.Generator().manual_seed(0)

    def normal(*shape: int) -> torch.Tensor:
        return (torch.randn(*shape, generator=random) * DEVIATION).to(torch.bfloat16)

    def ones() -> torch.Tensor:
        return torch.ones(HIDDEN, dtype=torch.bfloat16)

    weights = {"model.embed_tokens.weight": normal(VOCABULARY, HIDDEN), "model.norm.weight": ones()}
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        for name, heads in (("q", HEADS), ("k", KV_HEADS), ("v", KV_HEADS)):
            weights[f"{prefix}self_attn.{name}_proj.weight"] = normal(heads * HEAD_SIZE, HIDDEN)
            weights[f"{prefix}self_attn.{name}_proj.bias"] = normal(heads * HEAD_SIZE)
        weights[f"{prefix}self_attn.o_proj.weight"] = normal(HIDDEN, HEADS * HEAD_SIZE)
        weights[f"{prefix}mlp.gate_proj.weight"] = normal(MLP, HIDDEN)
        weights[f"{prefix}mlp.up_proj.weight"] = normal(MLP, HIDDEN)
        weights[f"{prefix}mlp.down_proj.weight"] = normal(HIDDEN, MLP)
        weights[f"{prefix}input_layernorm.weight"] = ones()
        weights[f"{prefix}post_attention_layernorm.weight"] = ones()
    return weights


def write_tokenizer(folder: Path) -> None:
    """Some converters want a tokenizer though all prompts are ids: here token 17 is the word "17"."""
    words = {str(token): token for token in range(VOCABULARY)}
    Tokenizer(WordLevel(words, unk_token="0")).save(str(folder / "tokenizer.json"))
    last = str(VOCABULARY - 1)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "0", "eos_token": last, "pad_token": last}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG, indent=2))
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": VOCABULARY - 1}))
    write_tokenizer(folder)
    save_file(tensors(), str(folder / "model.safetensors"), metadata={"format": "pt"})


main(Path(sys.argv[1]))
