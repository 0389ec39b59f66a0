"""Writes corpus.parquet from corpus.jsonl. Needs pyarrow (26.0.1 was used).

A line's optional `times` repeats its text: the one row too long for the model stays readable.
"""

import json
from pathlib import Path

import pyarrow
import pyarrow.parquet

HERE = Path(__file__).parent
SCHEMA = pyarrow.schema(
    [
        pyarrow.field("id", pyarrow.string(), nullable=False),
        pyarrow.field("text", pyarrow.string()),
        pyarrow.field("topic", pyarrow.string(), nullable=False),
    ]
)


def main() -> None:
    lines = (HERE / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for row in rows:
        times = row.pop("times", 1)
        row["text"] = row["text"] and row["text"] * times
    if len({row["id"] for row in rows}) != len(rows):
        raise SystemExit("corpus.jsonl: an id occurs twice")
    table = pyarrow.Table.from_pylist(rows, schema=SCHEMA)
    pyarrow.parquet.write_table(table, HERE / "corpus.parquet", compression="snappy")


if __name__ == "__main__":
    main()
