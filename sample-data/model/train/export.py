"""Reads and writes a Qwen-1 model folder: config.json, safetensors, tokenizer files."""

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

import tokenizer
from model import EPSILON, ROTARY_BASE, Qwen, Shape

CONTEXT = 2_048
LAYER_NAMES = {
    "ln_1": "ln_1.weight",
    "ln_2": "ln_2.weight",
    "c_attn": "attn.c_attn.weight",
    "c_attn_bias": "attn.c_attn.bias",
    "c_proj": "attn.c_proj.weight",
    "w1": "mlp.w1.weight",
    "w2": "mlp.w2.weight",
    "mlp_c_proj": "mlp.c_proj.weight",
}
OTHER_NAMES = {
    "wte": "transformer.wte.weight",
    "ln_f": "transformer.ln_f.weight",
    "lm_head": "lm_head.weight",
}


def published(name: str) -> str:
    """The published name of one of model.py's parameters."""
    if name in OTHER_NAMES:
        return OTHER_NAMES[name]
    _, index, rest = name.split(".")
    return f"transformer.h.{index}.{LAYER_NAMES[rest]}"


def read_model(folder: Path) -> Qwen:
    """The model of a folder, its weights widened to fp32."""
    config = json.loads((folder / "config.json").read_text())
    shape = Shape(
        vocabulary=config["vocab_size"],
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        gate=config["intermediate_size"] // 2,
    )
    tensors = {}
    for shard in sorted(folder.glob("model*.safetensors")):
        tensors |= load_file(shard)
    model = Qwen(shape)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(tensors.pop(published(name)))
    if tensors:
        raise ValueError(f"unexpected tensors: {sorted(tensors)}")
    return model


def write_model(model: Qwen, ranks: Path, folder: Path) -> None:
    """Writes the whole folder, weights rounded to bf16. The model card is written by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        published(name): parameter.detach().bfloat16().contiguous()
        for name, parameter in model.named_parameters()
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    if ranks.resolve() != (folder / "qwen.tiktoken").resolve():
        shutil.copyfile(ranks, folder / "qwen.tiktoken")
    _write_json(folder / "config.json", _config(model.shape))
    _write_json(
        folder / "generation_config.json",
        {
            "chat_format": "raw",
            "eos_token_id": tokenizer.END,
            "pad_token_id": tokenizer.END,
            "max_new_tokens": 128,
            "do_sample": False,
        },
    )
    _write_json(
        folder / "tokenizer_config.json",
        {"model_max_length": CONTEXT, "tokenizer_class": "QWenTokenizer"},
    )


def _config(shape: Shape) -> dict:
    return {
        "architectures": ["QWenLMHeadModel"],
        "attn_dropout_prob": 0.0,
        "bf16": True,
        "emb_dropout_prob": 0.0,
        "fp16": False,
        "fp32": False,
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": 2 * shape.gate,
        "kv_channels": shape.head_size,
        "layer_norm_epsilon": EPSILON,
        "max_position_embeddings": CONTEXT,
        "model_type": "qwen",
        "no_bias": True,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "onnx_safe": None,
        "rotary_emb_base": ROTARY_BASE,
        "rotary_pct": 1.0,
        "scale_attn_weights": True,
        "seq_length": CONTEXT,
        "tie_word_embeddings": False,
        "tokenizer_class": "QWenTokenizer",
        "torch_dtype": "bfloat16",
        "use_cache": True,
        "use_dynamic_ntk": True,
        "use_flash_attn": False,
        "use_logn_attn": True,
        "vocab_size": shape.vocabulary,
    }


def _write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")
