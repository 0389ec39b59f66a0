"""llama.cpp with continuous batching: 64 sequences share a context, a row that is done makes room for the next, the shared head is computed once.

The loop is that of llama.cpp's own server and its example ``batched``, on the library's C interface; the best token is found by numpy.
"""

import ctypes

import llama_cpp
import numpy as np

import measuring

SLOTS = 64
BATCH_TOKENS = 2048
STEP_TOKENS = 512


class Engine:
    """A model, a context of SLOTS sequences and one more (the last) that holds the shared head."""

    def __init__(self, path: str, threads: int, cache_tokens: int):
        llama_cpp.llama_backend_init()
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), llama_cpp.llama_model_default_params())
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = cache_tokens
        parameters.n_seq_max = SLOTS + 1
        parameters.n_batch = BATCH_TOKENS
        parameters.n_ubatch = STEP_TOKENS
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.kv_unified = True
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        assert self.context, "llama.cpp made no context"
        self.memory = llama_cpp.llama_get_memory(self.context)
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        self.batch = llama_cpp.llama_batch_init(BATCH_TOKENS, 0, 1)

    def add(self, token: int, position: int, sequence: int, wants_logits: bool) -> None:
        index = self.batch.n_tokens
        assert index < BATCH_TOKENS
        self.batch.token[index] = token
        self.batch.pos[index] = position
        self.batch.n_seq_id[index] = 1
        self.batch.seq_id[index][0] = sequence
        self.batch.logits[index] = wants_logits
        self.batch.n_tokens += 1

    def free_tokens(self) -> int:
        return BATCH_TOKENS - self.batch.n_tokens

    def best_tokens(self, count: int) -> list[int]:
        """Runs the batch and empties it; the best token after each of the ``count`` places that wanted logits."""
        code = llama_cpp.llama_decode(self.context, self.batch)
        assert code == 0, f"llama_decode says {code}"
        self.batch.n_tokens = 0
        if count == 0:
            return []
        logits = ctypes.cast(llama_cpp.llama_get_logits(self.context), ctypes.POINTER(ctypes.c_float))
        return np.ctypeslib.as_array(logits, (count, self.vocabulary)).argmax(axis=1).tolist()

    def forget(self, sequence: int) -> None:
        llama_cpp.llama_memory_seq_rm(self.memory, sequence, -1, -1)

    def share(self, source: int, target: int) -> None:
        llama_cpp.llama_memory_seq_cp(self.memory, source, target, -1, -1)


def generate(engine: Engine, rows: list[measuring.Row], head: int) -> int:
    for position, token in enumerate(rows[0].prompt_ids[:head]):
        engine.add(token, position, SLOTS, False)
    if head:
        engine.best_tokens(0)
    waiting = sorted(rows, key=lambda row: row.output_tokens)
    running: dict[int, list] = {}  # slot: [row, tokens made, last token]
    total = 0
    while waiting or running:
        order = []
        for slot, (row, made, last) in running.items():
            engine.add(last, len(row.prompt_ids) + made - 1, slot, True)
            order.append(slot)
        for slot in (slot for slot in range(SLOTS) if slot not in running):
            if not waiting or len(waiting[-1].prompt_ids) - head > engine.free_tokens():
                break
            row = waiting.pop()
            if head:
                engine.share(SLOTS, slot)
            for position in range(head, len(row.prompt_ids)):
                engine.add(row.prompt_ids[position], position, slot, position == len(row.prompt_ids) - 1)
            running[slot] = [row, 0, 0]
            order.append(slot)
        for slot, token in zip(order, engine.best_tokens(len(order)), strict=True):
            running[slot][1:] = [running[slot][1] + 1, token]
            if running[slot][1] == running[slot][0].output_tokens:
                engine.forget(slot)
                total += running.pop(slot)[1]
    engine.forget(SLOTS)
    return total


def main() -> None:
    options = measuring.arguments()
    rows = measuring.read_rows(options.workload)
    # Enough for the longest SLOTS rows at once, and the head.
    lengths = sorted(len(row.prompt_ids) + row.output_tokens for row in rows)
    cache_tokens = sum(lengths[-SLOTS:]) + BATCH_TOKENS

    first = [measuring.Row(rows[0].prompt_ids, 1)]
    measuring.measure(
        lambda: Engine(options.model, options.threads, cache_tokens),
        lambda engine: generate(engine, first, 0),
        lambda engine: generate(engine, rows, measuring.shared_head(rows)),
    )


main()
