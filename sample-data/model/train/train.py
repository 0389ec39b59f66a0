"""Trains the sample model from sentence pairs, then writes its folder."""

import argparse
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

import data
import tokenizer
from export import write_model
from loss import Workers, dev_loss
from model import Qwen, Shape
from optimiser import Optimiser

WARM_UP = 60
CONSTANT = 0.4
SAVE_SECONDS = 600


def schedule(step: int, progress: float) -> float:
    """Warm-up in steps, then constant, then linear to 0 in `progress` (0 to 1)."""
    return min(1.0, (step + 1) / WARM_UP, max(0.0, (1.0 - progress) / (1.0 - CONSTANT)))


def endless(examples: data.Examples, tatoeba, tanaka, tokens: int, rng: random.Random):
    """Batches for ever; a pass is Tatoeba twice (the closer to everyday use) and Tanaka once."""
    while True:
        some = list(examples.one_pass(tatoeba + tatoeba + tanaka, rng))
        yield from data.batches(some, tokens, rng)


def main() -> None:
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)  # the workers' threads are the parallelism
    pool = ThreadPoolExecutor(args.threads, initializer=torch.set_num_threads, initargs=(1,))
    tatoeba = data.read(args.data, "tatoeba/train.tsv")
    tanaka = data.read(args.data, "tanaka/train.tsv")
    ranks = args.work / "qwen.tiktoken"
    if not ranks.exists():
        args.work.mkdir(parents=True, exist_ok=True)
        tokenizer.train(data.bpe_texts(tatoeba + tanaka), ranks)
    examples = data.Examples(tokenizer.load(ranks))
    head = torch.tensor(examples.head)
    dev = [examples.example(pair) for pair in data.read(args.data, "tatoeba/dev.tsv")]
    dev = list(data.batches(dev, args.tokens, random.Random(0)))
    model = Qwen(Shape(layers=args.layers), torch.bfloat16, args.dropout)
    optimiser = Optimiser(model)
    workers = Workers(model, head, pool)
    batches = endless(examples, tatoeba, tanaka, args.tokens, random.Random(args.seed))

    step, seen, begun = 0, 0, time.monotonic()
    saved, recent = begun, []
    while True:
        elapsed = time.monotonic() - begun
        progress = step / args.steps if args.steps else elapsed / (60 * args.minutes)
        if progress >= 1:
            break
        some = [next(batches) for _ in range(args.threads)]
        recent.append(workers.backward(some))
        optimiser.step(schedule(step, progress), pool)
        step, seen = step + 1, seen + sum(batch[2] for batch in some)
        if step % 100 == 0:
            pace = seen / (time.monotonic() - begun)
            print(f"step {step} tokens {seen} loss {sum(recent) / len(recent):.3f}", end=" ")
            print(f"tokens/s {pace:.0f} done {progress:.1%}", flush=True)
            recent = []
        if time.monotonic() - saved > SAVE_SECONDS:
            saved = time.monotonic()
            write_model(model, ranks, args.work / "checkpoint")
            print(f"dev loss {dev_loss(model, head, dev):.3f}", flush=True)
    write_model(model, ranks, args.output)
    minutes = (time.monotonic() - begun) / 60
    print(f"{step} steps, {seen} tokens, {minutes:.1f} minutes, dev loss {dev_loss(model, head, dev):.3f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with tatoeba/ and tanaka/")
    parser.add_argument("--work", type=Path, required=True, help="folder for vocabulary and checkpoints")
    parser.add_argument("--output", type=Path, required=True, help="model folder to write in the end")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--steps", type=int, help="length of the schedule in steps (repeatable)")
    length.add_argument("--minutes", type=float, help="or in minutes of wall clock")
    parser.add_argument("--tokens", type=int, default=2_560, help="of a thread in a step, with padding")
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
