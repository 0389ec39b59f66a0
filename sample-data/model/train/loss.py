"""The loss on the responses, and its gradients from several threads."""

from concurrent.futures import Executor

import torch

import data
from model import Qwen

SMOOTHING = 0.1
CHUNK = 512


class SmoothedLoss(torch.autograd.Function):
    """Cross-entropy with label smoothing, summed and divided by `count`.

    The large logits live for one chunk of rows only.
    """

    @staticmethod
    def forward(context, hidden, weight, labels, smoothing, count):
        work = weight.bfloat16()
        loss, into_hidden, into_weight = 0.0, [], torch.zeros_like(weight)
        for h, wanted in zip(hidden.bfloat16().split(CHUNK), labels.split(CHUNK)):
            log = torch.log_softmax((h @ work.T).float(), -1)
            picked = log.gather(1, wanted[:, None])
            loss -= (1 - smoothing) * picked.sum() + smoothing * log.mean(-1).sum()
            slope = log.exp_().sub_(smoothing / log.shape[1])
            slope.scatter_add_(1, wanted[:, None], torch.full_like(picked, smoothing - 1))
            slope = slope.div_(count).bfloat16()
            into_hidden.append(slope @ work)
            into_weight += slope.T @ h
        context.save_for_backward(torch.cat(into_hidden).float(), into_weight)
        return loss / count

    @staticmethod
    def backward(context, gradient):
        into_hidden, into_weight = context.saved_tensors
        return into_hidden * gradient, into_weight * gradient, None, None, None


def loss_of(model: Qwen, head: torch.Tensor, batch, smoothing: float, count: int) -> torch.Tensor:
    ids, labels, _ = batch
    hidden = model(head, ids)
    wanted = labels != data.IGNORED
    return SmoothedLoss.apply(hidden[wanted], model.lm_head, labels[wanted], smoothing, count)


def targets(batches: list) -> int:
    """How many tokens are to be predicted."""
    return sum(int((labels != data.IGNORED).sum()) for _, labels, _ in batches)


@torch.no_grad()
def dev_loss(model: Qwen, head: torch.Tensor, batches: list) -> float:
    model.eval()
    count = targets(batches)
    loss = sum(loss_of(model, head, batch, 0.0, count).item() for batch in batches)
    model.train()
    return loss


class Workers:
    """Gradients of several batches at once, one thread each, which meet once a step only."""

    def __init__(self, model: Qwen, head: torch.Tensor, pool: Executor):
        self.model, self.head, self.pool = model, head, pool

    def backward(self, batches: list) -> float:
        """Leaves the gradient of the mean loss of all batches in the parameters."""
        count = targets(batches)
        done = list(self.pool.map(lambda batch: self._gradients(batch, count), batches))
        for i, parameter in enumerate(self.model.parameters()):
            parameter.grad = sum(gradients[i] for _, gradients in done)
        return sum(loss for loss, _ in done)

    def _gradients(self, batch, count: int):
        loss = loss_of(self.model, self.head, batch, SMOOTHING, count)
        return loss.item(), torch.autograd.grad(loss, list(self.model.parameters()))
