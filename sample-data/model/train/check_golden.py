"""Compares model.py with the logits of a Qwen-1 reference folder (prompts within `seq_length`)."""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from export import read_model
from model import Qwen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with config.json, weights, logits.json")
    folder = parser.parse_args().folder
    model: Qwen = read_model(folder).eval()
    limit = json.loads((folder / "config.json").read_text())["seq_length"]
    expected = load_file(folder / "logits.safetensors")
    none = torch.empty(0, dtype=torch.long)
    worst = 0.0
    for case in json.loads((folder / "logits.json").read_text())["cases"]:
        if len(case["prompt_ids"]) <= limit:
            with torch.no_grad():
                logits = model.logits(model(none, torch.tensor([case["prompt_ids"]]))[0])
            off = (logits[case["positions"]] - expected[case["name"]]).abs().max().item()
            worst = max(worst, off)
            print(f"{case['name']}: largest difference {off:.1e}")
    if worst > 2e-4:
        raise SystemExit(f"FAILED: {worst:.1e} > 2e-4")


if __name__ == "__main__":
    main()
