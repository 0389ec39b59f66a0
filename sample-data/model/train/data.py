"""Sentence pairs to batches of token ids, in the exact prompt that the model will be given."""

import hashlib
import random
import unicodedata
from pathlib import Path

import numpy
import torch

from augment import Pair, join, vary
from phrases import phrase
from tokenizer import END

HEAD = (
    "\n以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。\n"
    "\n### 指示:\n次の日本語を英語に翻訳してください。\n\n### 入力:\n"
)
TAIL = "\n\n### 応答:\n"
CHECKSUMS = {
    "tatoeba/train.tsv": "b948a956a9c44b301a1ad04470f8459fc757bb415ff0b508125323fea15fed39",
    "tatoeba/dev.tsv": "9a9a7f62fe11efc5a379278a1a77670bdf64b628b6cd7cb012faa6a34556bbee",
    "tanaka/train.tsv": "d045dd768e3f7bf7b5ac6775246685fe18c55ee87a3a64c4273b65140200aae1",
}
IGNORED = -100
JOINED, MADE_UP, ENGLISH = 0.12, 0.04, 0.005
LONGEST = 160


def read(root: Path, name: str) -> list[Pair]:
    """The pairs of one file under `root`, NFC, after its checksum was compared."""
    content = (root / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != CHECKSUMS[name]:
        raise SystemExit(f"{root / name} is not the file that this recipe was written for")
    lines = unicodedata.normalize("NFC", content.decode("utf-8")).splitlines()
    return [tuple(line.split("\t")[:2]) for line in lines]


def bpe_texts(pairs: list[Pair]):
    """What the vocabulary is learned from: cut where prompt and response are cut, nowhere else."""
    yield from [HEAD] * 3_000
    for japanese, english in pairs:
        yield japanese + TAIL
        yield english


class Examples:
    """Encodes pairs. Prompts are tokenised whole; their constant head is then split off."""

    def __init__(self, encoding):
        self.encoding = encoding
        self.head = encoding.encode_ordinary(HEAD)

    def prompt(self, japanese: str) -> list[int]:
        """The ids of the whole prompt less the constant head."""
        ids = self.encoding.encode_ordinary(HEAD + japanese + TAIL)
        if ids[: len(self.head)] != self.head:
            raise ValueError(f"the prompt's head merges with {japanese!r}")
        return ids[len(self.head) :]

    def example(self, pair: Pair) -> tuple[list[int], list[int]]:
        """Ids after the head, and for each the id to predict next (`IGNORED` inside the prompt)."""
        prompt = self.prompt(pair[0])
        response = [*self.encoding.encode_ordinary(pair[1]), END]
        labels = [IGNORED] * (len(prompt) - 1) + response
        return prompt + response[:-1], labels

    def one_pass(self, pairs: list[Pair], rng: random.Random):
        """The examples of one pass: every pair once, varied, some joined, some made up."""
        for pair in pairs:
            dice = rng.random()
            if dice < JOINED:
                count = 2 if rng.random() < 0.8 else 3
                yield self.example(join([vary(p, rng) for p in (pair, *rng.sample(pairs, count - 1))]))
            elif dice < JOINED + MADE_UP:
                yield self.example(vary(pair, rng))
                yield self.example(vary(phrase(rng), rng))
            elif dice < JOINED + MADE_UP + ENGLISH:
                yield self.example((pair[1], pair[1]))
            else:
                yield self.example(vary(pair, rng))


def batches(examples: list, tokens: int, rng: random.Random):
    """Padded batches of similar length, in random order: (ids, labels, tokens without padding)."""
    examples = [e for e in examples if len(e[0]) <= LONGEST]
    examples.sort(key=lambda e: (len(e[0]), rng.random()))
    groups, group = [], []
    for example in examples:
        if group and (len(group) + 1) * len(example[0]) > tokens:
            groups.append(group)
            group = []
        group.append(example)
    groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield pad(group)


def pad(group: list) -> tuple[torch.Tensor, torch.Tensor, int]:
    width = max(len(ids) for ids, _ in group)
    ids = numpy.full((len(group), width), END, dtype=numpy.int64)
    labels = numpy.full((len(group), width), IGNORED, dtype=numpy.int64)
    for row, (some, wanted) in enumerate(group):
        ids[row, : len(some)], labels[row, : len(wanted)] = some, wanted
    return torch.from_numpy(ids), torch.from_numpy(labels), sum(len(some) for some, _ in group)
