"""CTranslate2, int8: batches of rows of like length; the prompts' shared head is computed once (static_prompt)."""

import ctranslate2

import measuring

BATCH = 64


def words(ids: list[int]) -> list[str]:
    return [str(token) for token in ids]


def main() -> None:
    options = measuring.arguments()
    rows = measuring.read_rows(options.workload)
    head = measuring.shared_head(rows)

    def load():
        return ctranslate2.Generator(
            options.model, device="cpu", compute_type="int8", inter_threads=1, intra_threads=options.threads
        )

    def generate(generator, batch: list[measuring.Row], tokens: int, shared: int) -> int:
        made = [0] * len(batch)

        def is_done(step) -> bool:
            made[step.batch_id] += 1
            return made[step.batch_id] >= batch[step.batch_id].output_tokens

        generator.generate_batch(
            [words(row.prompt_ids[shared:]) for row in batch],
            static_prompt=words(batch[0].prompt_ids[:shared]) or None,
            cache_static_prompt=True,
            max_length=tokens,
            min_length=tokens,
            sampling_topk=1,
            include_prompt_in_result=False,
            callback=is_done,
        )
        wanted = [min(row.output_tokens, tokens) for row in batch]
        assert made == wanted, (made, wanted)
        return sum(made)

    def run(generator) -> int:
        return sum(
            generate(generator, batch, max(row.output_tokens for row in batch), head)
            for batch in measuring.batches(rows, BATCH)
        )

    measuring.measure(load, lambda generator: generate(generator, rows[:1], 1, 0), run)


main()
