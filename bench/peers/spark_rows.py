"""The rows that spark.sh translates, as a corpus and as a workload of the engine alone, and the table of its results.

    python spark_rows.py corpus SAMPLE.parquet ROWS CORPUS.jsonl
    python spark_rows.py workload OUTPUT WORKLOAD.json
    python spark_rows.py measured NAME OUTPUT
    python spark_rows.py table RESULTS.jsonl
"""

import json
import sys
from pathlib import Path
from statistics import median

import pyarrow.parquet


def corpus(sample: str, rows: str, target: str) -> None:
    """The sample's texts again and again, each time with another number at the end: equal texts would be translated once."""
    column = pyarrow.parquet.read_table(sample, columns=["text"])["text"].to_pylist()
    texts = [text for text in column if text and text.strip() and len(text) < 200]
    with Path(target).open("w") as file:
        for row in range(int(rows)):
            text = f"{texts[row % len(texts)]}{row}"
            file.write(json.dumps({"id": row, "text": text}, ensure_ascii=False) + "\n")


def workload(output: str, target: str) -> None:
    """The same texts with as many tokens as their translations had."""
    rows = pyarrow.parquet.read_table(output, columns=["id", "text", "output_tokens"]).to_pylist()
    Path(target).write_text(json.dumps([row for row in rows if row["output_tokens"]], ensure_ascii=False))


def measured(name: str, output: str) -> None:
    translated = json.loads((Path(output) / "_honyaku" / "run.json").read_text())["translated"]
    print(json.dumps({"what": name, **translated}))


def seconds(run: dict) -> float:
    """From the beginning of the model's loading to the last row."""
    return run["seconds"] + run.get("load_seconds", 0)


def table(results: str) -> None:
    runs = [json.loads(line) for line in Path(results).read_text().splitlines()]
    kinds = {what: [run for run in runs if run["what"] == what] for what in dict.fromkeys(run["what"] for run in runs)}
    took = {what: median(map(seconds, same)) for what, same in kinds.items()}
    print("| what | seconds, loading included | output tokens | runs |\n| --- | --- | --- | --- |")
    for what, same in kinds.items():
        print(f"| {what} | {took[what]:.1f} | {same[0]['output_tokens']:,} | {len(same)} |")
    print(f"\nSpark in one process: {took['in-one-process'] / took['engine-alone'] - 1:+.1%} beside the engine alone")
    for one in "one-executor", "one-executor-held-to-one-core":
        print(f"two executors of one core: {took[one] / took['two-executors']:.2f} times as fast as {one}")


COMMANDS = {"corpus": corpus, "workload": workload, "measured": measured, "table": table}
COMMANDS[sys.argv[1]](*sys.argv[2:])
