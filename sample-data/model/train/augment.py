"""Varied copies of sentence pairs: other digits, numbers, names, missing full stops, two in one."""

import random
import re
import unicodedata

FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
DIGITS = re.compile(r"\d+")
MEN = "トム/Tom マイク/Mike ジョン/John ケン/Ken ボブ/Bob ビル/Bill ジム/Jim ディック/Dick フレッド/Fred ポール/Paul"
WOMEN = "メアリー/Mary ナンシー/Nancy ジェーン/Jane アリス/Alice リサ/Lisa ベティー/Betty エミリー/Emily アン/Ann"
FAMILIES = (
    "田中/Tanaka 佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 山田/Yamada 伊藤/Ito 中村/Nakamura 小林/Kobayashi"
    " 加藤/Kato 吉田/Yoshida 山本/Yamamoto 佐々木/Sasaki 松本/Matsumoto 井上/Inoue 木村/Kimura 林/Hayashi"
)
GROUPS = [[tuple(p.split("/")) for p in names.split()] for names in (MEN, WOMEN, FAMILIES)]

Pair = tuple[str, str]


def vary(pair: Pair, rng: random.Random) -> Pair:
    """The pair as a user might have written it."""
    pair = other_name(pair, rng) if rng.random() < 0.3 else pair
    pair = other_numbers(pair, rng) if rng.random() < 0.6 else pair
    japanese, english = pair
    if rng.random() < 0.5:
        japanese = japanese.translate(FULL_WIDTH)
    if rng.random() < 0.04:
        japanese = japanese.removesuffix("。")
    return japanese, english


def other_name(pair: Pair, rng: random.Random) -> Pair:
    """One known name, standing once on each side, becomes another of its kind."""
    japanese, english = pair
    for group in GROUPS:
        for ja, en in group:
            if japanese.count(ja) == 1 and len(re.findall(rf"\b{en}\b", english)) == 1:
                new_ja, new_en = rng.choice(group)
                return japanese.replace(ja, new_ja), re.sub(rf"\b{en}\b", new_en, english)
    return pair


def other_numbers(pair: Pair, rng: random.Random) -> Pair:
    """Numbers in digits, the same on both sides, become others of the same length."""
    japanese, english = pair
    found = DIGITS.findall(unicodedata.normalize("NFKC", japanese))
    if not found or found != DIGITS.findall(english) or "1" in found:
        return pair
    numbers = [str(rng.randint(max(2, 10 ** (len(n) - 1)), 10 ** len(n) - 1)) for n in found]
    for_japanese, for_english = iter(numbers), iter(numbers)
    return (
        DIGITS.sub(lambda _: next(for_japanese), japanese),
        DIGITS.sub(lambda _: next(for_english), english),
    )


def join(pairs: list[Pair]) -> Pair:
    """Several pairs as one text, where every one but the last ends as a sentence does."""
    whole = [p for p in pairs[:-1] if p[0][-1] in "。！？" and p[1][-1] in ".!?\""]
    kept = [*whole, pairs[-1]]
    return "".join(ja for ja, _ in kept), " ".join(en for _, en in kept)
