"""OpenVINO GenAI's continuous batching with prefix caching, computing in bfloat16; the weights are those of the model folder."""

import numpy as np
import openvino as ov
import openvino_genai as genai

import measuring

SEQUENCES = 128
STEP_TOKENS = 1024
CACHE_GB = 4


def main() -> None:
    options = measuring.arguments()
    rows = measuring.read_rows(options.workload)

    def load():
        scheduler = genai.SchedulerConfig()
        scheduler.max_num_seqs = SEQUENCES
        scheduler.max_num_batched_tokens = STEP_TOKENS
        scheduler.cache_size = CACHE_GB
        scheduler.enable_prefix_caching = True
        properties = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "INFERENCE_NUM_THREADS": options.threads,
            "PERFORMANCE_HINT": "THROUGHPUT",
            "NUM_STREAMS": 1,
        }
        return genai.ContinuousBatchingPipeline(options.model, scheduler, "CPU", properties)

    def generate(pipeline, batch: list[measuring.Row], limit: int | None = None) -> int:
        configs = []
        for row in batch:
            config = genai.GenerationConfig()
            config.max_new_tokens = min(row.output_tokens, limit or row.output_tokens)
            config.ignore_eos = True
            config.do_sample = False
            configs.append(config)
        prompts = [ov.Tensor(np.array([row.prompt_ids], dtype=np.int64)) for row in batch]
        made = [len(result.m_generation_ids[0]) for result in pipeline.generate(prompts, configs)]
        assert made == [config.max_new_tokens for config in configs], made
        return sum(made)

    measuring.measure(
        load, lambda pipeline: generate(pipeline, rows[:1], limit=1), lambda pipeline: generate(pipeline, rows)
    )


main()
