"""What every peer measures, in the same way: one JSON object on the last line of standard output.

The clock starts when the model is loaded and has made one token, and stops with the last token of the last row. Every row gets exactly as many
tokens as the workload says; the end of sequence is ignored.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    prompt_ids: list[int]
    output_tokens: int


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--workload", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--precision", default="")
    return parser.parse_args()


def read_rows(workload: str) -> list[Row]:
    return [Row(row["prompt_ids"], row["output_tokens"]) for row in json.loads(Path(workload).read_text())]


def shared_head(rows: list[Row]) -> int:
    """How many leading tokens all prompts have in common."""
    first = rows[0].prompt_ids
    shortest = min(len(row.prompt_ids) for row in rows)
    same = (all(row.prompt_ids[index] == first[index] for row in rows) for index in range(shortest - 1))
    return next((index for index, equal in enumerate(same) if not equal), shortest - 1)


def batches(rows: list[Row], size: int) -> list[list[Row]]:
    """Batches of rows of like length, so that few places of a batch stand empty."""
    ordered = sorted(rows, key=lambda row: (row.output_tokens, len(row.prompt_ids)), reverse=True)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def seconds_since_start() -> float:
    """Since this process began, Python's own start included."""
    started_ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - started_ticks / os.sysconf("SC_CLK_TCK")


def measure(load: Callable[[], object], first_token: Callable[[object], None], run: Callable[[object], int]) -> None:
    """Prints the measurement of ``run``, which returns how many tokens it made for the rows."""
    begun = time.perf_counter()
    engine = load()
    load_seconds = time.perf_counter() - begun
    first_token(engine)
    start_to_first_token = seconds_since_start()
    begun = time.perf_counter()
    output_tokens = run(engine)
    seconds = time.perf_counter() - begun
    measured = {
        "output_tokens": output_tokens,
        "seconds": seconds,
        "output_tokens_per_second": output_tokens / seconds,
        "load_seconds": load_seconds,
        "start_to_first_token_seconds": start_to_first_token,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(measured), flush=True)
