"""Muon (momentum made orthogonal) for the layers' matrices, AdamW for everything else."""

from concurrent.futures import Executor

import torch
from torch import Tensor

from model import Qwen

MUON_RATE, ADAM_RATE = 0.02, 3e-3


def orthogonal(g: Tensor, steps: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrices to a stack of matrices, by Newton-Schulz in bf16."""
    x = g.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
    return (x.mT if tall else x).float()


class Muon:
    """`matrices` are parameters or views of parameters; their gradients come from `gradients()`."""

    def __init__(self, layers, rate: float, momentum: float = 0.95, decay: float = 0.02):
        self.rate, self.momentum, self.decay = rate, momentum, decay
        self.stacks: dict[tuple, list] = {}
        for layer in layers:
            d = layer.c_proj.shape[0]
            blocks = [(layer.c_attn, i * d, d) for i in range(3)]  # q, k, v on their own
            whole = [layer.c_proj, layer.w1, layer.w2, layer.mlp_c_proj]
            for parameter, start, rows in blocks + [(p, 0, len(p)) for p in whole]:
                key = (rows, parameter.shape[1])
                self.stacks.setdefault(key, []).append((parameter, start, rows))
        self.buffers = {key: torch.zeros(len(s), *key) for key, s in self.stacks.items()}

    def step(self, scale: float, pool: Executor) -> None:
        """One update, each stack on a thread; `scale` is the schedule's factor on the rate."""
        list(pool.map(lambda key: self._update(key, self.rate * scale), self.stacks))

    @torch.no_grad()
    def _update(self, key: tuple, rate: float) -> None:
        stack = self.stacks[key]
        gradient = torch.stack([p.grad[start : start + rows] for p, start, rows in stack])
        buffer = self.buffers[key].lerp_(gradient, 1 - self.momentum)
        update = orthogonal(gradient.lerp(buffer, self.momentum))
        size = max(1.0, key[0] / key[1]) ** 0.5
        for (p, start, rows), u in zip(stack, update):
            p.data[start : start + rows].mul_(1 - rate * self.decay).sub_(u, alpha=rate * size)


class Optimiser:
    """Muon for the layers' matrices, AdamW for embeddings, output, norms and biases."""

    def __init__(self, model: Qwen):
        self.model = model
        self.muon = Muon(model.h, rate=MUON_RATE)
        matrices = {id(p) for layer in model.h for p in layer.parameters() if p.ndim == 2}
        rest = [p for p in model.parameters() if id(p) not in matrices]
        groups = [
            {"params": [p for p in rest if p.ndim == 2], "weight_decay": 0.05},
            {"params": [p for p in rest if p.ndim == 1], "weight_decay": 0.0},
        ]
        self.adam = torch.optim.AdamW(groups, lr=ADAM_RATE, betas=(0.9, 0.98), fused=True)

    def step(self, scale: float, pool: Executor) -> None:
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.adam.param_groups:
            group["lr"] = ADAM_RATE * scale
        self.adam.step()
        self.muon.step(scale, pool)
