"""One table of everything in a file of results, as Markdown:  python table.py RESULTS

Speeds are medians over the runs. The ratio is Honyaku's speed in the same class of precision divided by the engine's, both from this file.
"""

import json
import sys
from pathlib import Path
from statistics import median

ENGINES = {
    "honyaku-int8": "Honyaku, int8 weights and activations",
    "openvino-int8": "OpenVINO GenAI, int8 weights, bf16",
    "llama-q8_0": "llama.cpp, Q8_0, 64 slots",
    "ctranslate2-int8": "CTranslate2, int8, batch 64",
    "linear-limit-int8": "*the int8 linear layers alone*",
    "honyaku-bf16": "Honyaku, bf16",
    "openvino-bf16": "OpenVINO GenAI, bf16",
    "transformers-bf16": "transformers, bf16, batch 64",
    "linear-limit-bf16": "*the bf16 linear layers alone*",
    "honyaku-fp32": "Honyaku, fp32",
    "transformers-fp32": "transformers, fp32, batch 32",
    "linear-limit-fp32": "*the fp32 linear layers alone*",
}


def honyaku_of(engine: str) -> str:
    return "honyaku-" + ("bf16" if "bf16" in engine else "fp32" if "fp32" in engine else "int8")


class Results:
    def __init__(self, file: Path):
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        self.failed = {line["engine"]: line["failed"] for line in lines if "failed" in line}
        self.runs = [{**line, "engine": line.get("peer", line["engine"])} for line in lines if "failed" not in line]
        self.workloads = list(dict.fromkeys(run["workload"] for run in self.runs))

    def values(self, engine: str, field: str, workload: str | None = None) -> list[float]:
        return [
            run[field]
            for run in self.runs
            if run["engine"] == engine and field in run and workload in (None, run["workload"])
        ]

    def speed(self, engine: str, workload: str) -> float | None:
        speeds = self.values(engine, "output_tokens_per_second", workload)
        return median(speeds) if speeds else None

    def speed_cells(self, engine: str, workload: str) -> list[str]:
        speed = self.speed(engine, workload)
        if speed is None:
            return ["-", "-"]
        own = self.speed(honyaku_of(engine), workload)
        return [f"{speed:.1f}", "-" if own is None else f"{own / speed:.2f}"]

    def other_cells(self, engine: str) -> list[str]:
        memory = self.values(engine, "peak_rss_mb")
        load = self.values(engine, "load_seconds")
        start = self.values(engine, "start_to_first_token_seconds")
        runs = len(self.values(engine, "output_tokens_per_second"))
        return [
            f"{max(memory):,.0f}" if memory else "-",
            f"{median(load):.1f}" if load else "-",
            f"{median(start):.1f}" if start else "-",
            str(runs),
        ]

    def rows(self) -> list[list[str]]:
        known = [engine for engine in ENGINES if self.values(engine, "output_tokens_per_second")]
        made = [
            [ENGINES[engine]]
            + [cell for workload in self.workloads for cell in self.speed_cells(engine, workload)]
            + self.other_cells(engine)
            for engine in known
        ]
        empty = ["-"] * (2 * len(self.workloads) + 4)
        return made + [[f"{engine}: {reason}", *empty] for engine, reason in self.failed.items() if engine not in known]


def main() -> None:
    results = Results(Path(sys.argv[1]))
    head = ["engine"]
    for workload in results.workloads:
        head += [f"{workload}: output tokens/s", "Honyaku / it"]
    head += ["peak memory, MiB", "load, s", "start to first token, s", "runs"]
    for cells in [head, ["---"] * len(head), *results.rows()]:
        print("| " + " | ".join(cells) + " |")


main()
