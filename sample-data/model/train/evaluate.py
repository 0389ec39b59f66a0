"""Greedy translation and its scores on the development pairs (chrF and BLEU by sacrebleu)."""

import argparse
from pathlib import Path

import sacrebleu
import torch

import data
import tokenizer
from export import read_model
from model import Qwen


@torch.no_grad()
def translate(model: Qwen, examples: data.Examples, texts: list[str], limit: int = 100, rows: int = 64):
    """Greedy translations of `texts`, computed without a cache on batches of similar length."""
    model.eval()
    prompts = [examples.prompt(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(prompts[i]))
    outputs: list[list[int]] = [[] for _ in texts]
    head = torch.tensor(examples.head)
    for start in range(0, len(order), rows):
        running = order[start : start + rows]
        for _ in range(limit):
            ids = [prompts[i] + outputs[i] for i in running]
            batch, _, _ = data.pad([(row, []) for row in ids])
            hidden = model(head, batch)
            last = hidden[torch.arange(len(ids)), torch.tensor([len(row) - 1 for row in ids])]
            for i, best in zip(running, model.logits(last).argmax(-1).tolist()):
                outputs[i].append(best)
            running = [i for i in running if outputs[i][-1] != tokenizer.END]
            if not running:
                break
    decode = examples.encoding.decode
    return [decode([t for t in ids if t != tokenizer.END], errors="replace").strip() for ids in outputs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with tatoeba/dev.tsv")
    parser.add_argument("--model", type=Path, required=True, help="model folder")
    parser.add_argument("--rows", type=int, help="only the first rows")
    parser.add_argument("--output", type=Path, help="file for the translations, one a line")
    args = parser.parse_args()
    examples = data.Examples(tokenizer.load(args.model / "qwen.tiktoken"))
    pairs = data.read(args.data, "tatoeba/dev.tsv")[: args.rows]
    found = translate(read_model(args.model), examples, [ja for ja, _ in pairs])
    if args.output:
        args.output.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    wanted = [[en for _, en in pairs]]
    print(sacrebleu.corpus_chrf(found, wanted))
    print(sacrebleu.corpus_bleu(found, wanted))


if __name__ == "__main__":
    main()
