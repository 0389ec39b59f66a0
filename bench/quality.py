"""chrF of each output against the references in its second column, and how many rows are exactly those of the first output."""

import pathlib
import sys

import pyarrow.parquet
from sacrebleu.metrics import CHRF


def read(folder):
    """Rows by source and reference, which every precision has in common; a row that failed counts as an empty translation."""
    rows = pyarrow.parquet.read_table(folder, columns=["column_1", "column_2", "translation"]).to_pylist()
    return {(row["column_1"], row["column_2"]): row["translation"] or "" for row in rows}


def main():
    outputs = {pathlib.Path(folder).name: read(folder) for folder in sys.argv[1:]}
    first = next(iter(outputs))
    pairs = sorted(outputs[first])
    print(f"| precision | chrF | difference to {first} | rows identical to {first} |")
    print("|---|---|---|---|")
    base = None
    for name, rows in outputs.items():
        score = CHRF().corpus_score([rows[pair] for pair in pairs], [[pair[1] for pair in pairs]]).score
        base = score if base is None else base
        same = sum(rows[pair] == outputs[first][pair] for pair in pairs)
        print(f"| {name} | {score:.2f} | {score - base:+.2f} | {same} of {len(pairs)}, {100 * same / len(pairs):.1f} % |")


if __name__ == "__main__":
    main()
