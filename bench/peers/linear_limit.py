"""The linear layers' own limit: how many output tokens a second a workload allows if nothing but its linear layers took time.

Every linear layer of the checkpoint's shape is timed at 64, 128 and 512 rows with the fastest kernel that PyTorch has for the precision, over
weights of all layers in turn, so that they come from memory as they do in a model. A prompt token costs the layers at 512 rows a step (the shared head
counts once), an output token the layers and the output layer at 64 or 128: 128 where all rows have the same length, 64 where the
batch empties. Quantising activations is not part of it.

    python linear_limit.py --threads N WORKLOAD...        one JSON object for each workload and precision
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch

import measuring

HIDDEN, LAYERS, VOCABULARY = 896, 24, 151_936
# Outputs and inputs of one layer's matrices: queries, keys and values; attention output; gate and up; down.
SHAPES = [(1152, HIDDEN), (HIDDEN, HIDDEN), (9728, HIDDEN), (HIDDEN, 4864)]
LAYER_GFLOP = 2 * LAYERS * sum(rows * columns for rows, columns in SHAPES) / 1e9
OUTPUT_GFLOP = 2 * HIDDEN * VOCABULARY / 1e9
SECONDS_PER_TIMING = 0.4
# For one row, bound by memory: real kernels do some 5e9, reference kernels 6e7.
SLOWEST_PRODUCTS_PER_SECOND = 1e9

Linear = Callable[[torch.Tensor], torch.Tensor]


def plain(weight: torch.Tensor, rows: int) -> Linear:
    return lambda x: torch.nn.functional.linear(x, weight)


def packed_onednn(weight: torch.Tensor, rows: int) -> Linear:
    packed = torch.ops.mkldnn._reorder_linear_weight(weight.to_mkldnn(), rows)
    return lambda x: torch.ops.mkldnn._linear_pointwise(x, packed, None, "none", [], "")


def packed_mkl(weight: torch.Tensor, rows: int) -> Linear:
    packed = torch.ops.mkl._mkl_reorder_linear_weight(weight.to_mkldnn(), rows)
    return lambda x: torch.ops.mkl._mkl_linear(x, packed, weight, None, rows)


def onednn_int8(weight: torch.Tensor, activations: torch.dtype, zero_point: int) -> Linear:
    packed = torch.ops.onednn.qlinear_prepack(weight, None)
    scales = torch.full((weight.shape[0],), 1e-3)
    zeros = torch.zeros(weight.shape[0], dtype=torch.int32)

    def linear(x: torch.Tensor) -> torch.Tensor:
        return torch.ops.onednn.qlinear_pointwise(
            x.view(activations), 1.0, zero_point, packed, scales, zeros, None, 1.0, 0, torch.bfloat16, "none", [], ""
        )

    return linear


def signed_int8(weight: torch.Tensor, rows: int) -> Linear:
    return onednn_int8(weight, torch.int8, 0)


def unsigned_int8(weight: torch.Tensor, rows: int) -> Linear:
    return onednn_int8(weight, torch.uint8, 128)


KERNELS = {
    "fp32": (torch.float32, [plain, packed_mkl, packed_onednn]),
    "bf16": (torch.bfloat16, [plain, packed_onednn]),
    # Without AMX, oneDNN multiplies signed activations by a reference kernel, a thousand times slower than unsigned ones.
    "int8": (torch.int8, [signed_int8, unsigned_int8]),
}


def tensor(dtype: torch.dtype, *shape: int) -> torch.Tensor:
    return torch.randint(-127, 127, shape, dtype=torch.int8) if dtype == torch.int8 else torch.randn(shape, dtype=dtype)


def is_reference_kernel(layer: Linear, shape: tuple[int, int], dtype: torch.dtype) -> bool:
    """Whether a single row takes longer than any real kernel needs, the second time as well as the first."""
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        layer(tensor(dtype, 1, shape[1]))
        times.append(time.perf_counter() - begun)
    return min(times) > 0.002 + shape[0] * shape[1] / SLOWEST_PRODUCTS_PER_SECOND


def seconds(layers: list[Linear], x: torch.Tensor) -> float:
    """For one pass over all ``layers``, after one that warms up; the median of several."""
    times = []
    until = time.perf_counter() + SECONDS_PER_TIMING
    while len(times) < 3 or time.perf_counter() < until:
        begun = time.perf_counter()
        for layer in layers:
            layer(x)
        times.append(time.perf_counter() - begun)
    return sorted(times[1:])[len(times[1:]) // 2]


def fastest(precision: str, shape: tuple[int, int], count: int, rows: int) -> float:
    """Seconds for ``count`` layers of ``shape`` on ``rows`` rows."""
    dtype, kernels = KERNELS[precision]
    found = []
    for kernel in kernels:
        try:
            layers = [kernel(tensor(dtype, *shape), rows) for _ in range(count)]
            if is_reference_kernel(layers[0], shape, dtype):
                continue
            found.append(seconds(layers, tensor(dtype, rows, shape[1])))
        except (RuntimeError, AttributeError) as problem:
            print(f"{precision} {kernel.__name__}: not on this machine: {problem}", flush=True)
    return min(found)


def limits(precision: str, workloads: dict[str, list[measuring.Row]]) -> None:
    layers = {rows: sum(fastest(precision, shape, LAYERS, rows) for shape in SHAPES) / rows for rows in (64, 128, 512)}
    output = min(fastest(precision, (VOCABULARY, HIDDEN), 1, rows) / rows for rows in (64, 128))
    rates = {str(rows): round(LAYER_GFLOP / per_row / 1000, 3) for rows, per_row in layers.items()}
    for rows in workloads.values():
        head = measuring.shared_head(rows)
        prompt_tokens = sum(len(row.prompt_ids) - head for row in rows) + head
        output_tokens = sum(row.output_tokens for row in rows)
        at_once = 128 if len({row.output_tokens for row in rows}) == 1 and len(rows) >= 128 else 64
        # The first output token comes from the prompt's last place.
        total = prompt_tokens * layers[512] + (output_tokens - len(rows)) * layers[at_once] + output_tokens * output
        print(
            json.dumps(
                {
                    "peer": f"linear-limit-{precision}",
                    "rows": len(rows),
                    "output_tokens_per_second": output_tokens / total,
                    "layer_tflops_by_rows": rates,
                    "output_tflops": round(OUTPUT_GFLOP / output / 1000, 3),
                }
            ),
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("workloads", nargs="+")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    workloads = {Path(file).stem: measuring.read_rows(file) for file in options.workloads}
    for precision in KERNELS:
        limits(precision, workloads)


main()
