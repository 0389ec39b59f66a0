"""The vocabulary: byte-level BPE with Qwen's pattern, written and read as `qwen.tiktoken`."""

import base64
from pathlib import Path

import tiktoken
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
RANKS = 5_936
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + [f"<|extra_{i}|>" for i in range(205)]
VOCABULARY = RANKS + len(SPECIALS)
END = RANKS
"""The id of `<|endoftext|>`: the first after the ranks, as in every Qwen-1 folder."""


def train(texts, path: Path) -> None:
    """Learns the ranks from `texts` and writes them, one `base64 rank` a line."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=RANKS, initial_alphabet=alphabet, show_progress=False)
    bpe.train_from_iterator(texts, trainer)
    byte_of = _byte_of_letter()
    tokens = sorted(bpe.get_vocab().items(), key=lambda item: item[1])
    if [rank for _, rank in tokens] != list(range(RANKS)):
        raise ValueError(f"the texts gave {len(tokens)} tokens, not {RANKS}")
    lines = (
        f"{base64.b64encode(bytes(byte_of[c] for c in token)).decode()} {rank}\n"
        for token, rank in tokens
    )
    path.write_text("".join(lines), encoding="ascii")


def load(path: Path) -> tiktoken.Encoding:
    """Reads `qwen.tiktoken`. Use `encode_ordinary`: text never yields a control id."""
    ranks = {}
    for line in path.read_text(encoding="ascii").splitlines():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    specials = {name: len(ranks) + i for i, name in enumerate(SPECIALS)}
    return tiktoken.Encoding("qwen", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens=specials)


def _byte_of_letter() -> dict[str, int]:
    """The byte behind each printable letter of byte-level BPE (GPT-2's table, inverted)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + i): b for i, b in enumerate(rest)}
