"""Hugging Face transformers: static batches of rows of like length, scaled-dot-product attention. Precision fp32 or bf16."""

import torch
from transformers import AutoModelForCausalLM, GenerationConfig

import measuring

BATCH = {"bf16": 64, "fp32": 32}


def main() -> None:
    options = measuring.arguments()
    rows = measuring.read_rows(options.workload)
    torch.set_num_threads(options.threads)
    dtype = {"bf16": torch.bfloat16, "fp32": torch.float32}[options.precision]

    def load():
        return AutoModelForCausalLM.from_pretrained(options.model, dtype=dtype, attn_implementation="sdpa").eval()

    def generate(model, batch: list[measuring.Row], tokens: int) -> int:
        width = max(len(row.prompt_ids) for row in batch)
        ids = torch.full((len(batch), width), model.config.pad_token_id)
        mask = torch.zeros((len(batch), width), dtype=torch.long)
        for index, row in enumerate(batch):
            ids[index, width - len(row.prompt_ids) :] = torch.tensor(row.prompt_ids)
            mask[index, width - len(row.prompt_ids) :] = 1
        config = GenerationConfig(max_new_tokens=tokens, do_sample=False, pad_token_id=model.config.pad_token_id)
        # No end of sequence: every row of the batch goes on to the longest one's length, and only what was asked for counts.
        config.eos_token_id = None
        with torch.inference_mode():
            made = model.generate(ids, attention_mask=mask, generation_config=config)
        assert made.shape[1] == width + tokens, made.shape
        return sum(min(row.output_tokens, tokens) for row in batch)

    def run(model) -> int:
        return sum(
            generate(model, batch, max(row.output_tokens for row in batch))
            for batch in measuring.batches(rows, BATCH[options.precision])
        )

    measuring.measure(load, lambda model: generate(model, rows[:1], 1), run)


main()
