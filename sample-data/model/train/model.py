"""Qwen-1's arithmetic in PyTorch, for contexts within `seq_length` (no NTK, no log-n scaling)."""

import dataclasses

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-6
ROTARY_BASE = 10_000


@dataclasses.dataclass(frozen=True)
class Shape:
    vocabulary: int = 6_144
    hidden: int = 256
    layers: int = 5
    heads: int = 4
    gate: int = 688  # the width of the MLP; config.json's intermediate_size is twice this

    @property
    def head_size(self) -> int:
        return self.hidden // self.heads


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Every matrix product, in the type of `x` whatever the type of the master weights."""
    return F.linear(x, weight.to(x.dtype), None if bias is None else bias.to(x.dtype))


def rms(x: Tensor, weight: Tensor) -> Tensor:
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON) * weight


def rotary(positions: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine by position, each [positions, 1, 1, size]."""
    frequencies = 1.0 / ROTARY_BASE ** (torch.arange(0, size, 2).float() / size)
    angles = (positions.float()[:, None] * frequencies).repeat(1, 2)[:, None, None, :]
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        d, wide, depth = shape.hidden, shape.gate, (2 * shape.layers) ** 0.5
        self.heads, self.size = shape.heads, shape.head_size
        self.ln_1, self.ln_2 = nn.Parameter(torch.ones(d)), nn.Parameter(torch.ones(d))
        self.c_attn = nn.Parameter(torch.randn(3 * d, d) * d**-0.5)
        self.c_attn_bias = nn.Parameter(torch.zeros(3 * d))
        self.c_proj = nn.Parameter(torch.randn(d, d) * d**-0.5 / depth)
        self.w1 = nn.Parameter(torch.randn(wide, d) * d**-0.5)
        self.w2 = nn.Parameter(torch.randn(wide, d) * d**-0.5)
        self.mlp_c_proj = nn.Parameter(torch.randn(d, wide) * wide**-0.5 / depth)

    def attention(self, h: Tensor, tables, mask: Tensor, prefix: int, rows: int) -> Tensor:
        """`h` holds the tokens of the shared prefix, then those of all rows, one after another."""
        qkv = linear(h, self.c_attn, self.c_attn_bias).view(len(h), 3, self.heads, self.size)
        qk, v = qkv.split((2, 1), 1)
        q, k = rotate(qk, *tables).unbind(1)
        sizes = (prefix, len(h) - prefix)
        head, body = zip(*(x.split(sizes) for x in (q, k, v[:, 0])))
        q, k, v = (x.view(rows, -1, self.heads, self.size).transpose(1, 2) for x in body)
        shared_q, shared_k, shared_v = (x.transpose(0, 1)[None] for x in head)
        k = torch.cat((shared_k.expand(rows, -1, -1, -1), k), 2)
        v = torch.cat((shared_v.expand(rows, -1, -1, -1), v), 2)
        out = attend(q, k, v, mask[prefix:]).transpose(1, 2).reshape(sizes[1], -1)
        if prefix:
            shared = attend(shared_q, shared_k, shared_v, mask[:prefix, :prefix])
            out = torch.cat((shared[0].transpose(0, 1).reshape(prefix, -1), out))
        return linear(out, self.c_proj)

    def mlp(self, h: Tensor) -> Tensor:
        return linear(linear(h, self.w1) * F.silu(linear(h, self.w2)), self.mlp_c_proj)


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    scores = (q @ k.transpose(-1, -2)) * q.shape[-1] ** -0.5 + mask
    return torch.softmax(scores, -1) @ v


class Qwen(nn.Module):
    def __init__(self, shape: Shape, work: torch.dtype = torch.float32, dropout: float = 0.0):
        super().__init__()
        self.shape, self.work, self.dropout = shape, work, dropout
        self.wte = nn.Parameter(torch.randn(shape.vocabulary, shape.hidden) * 0.1)
        self.h = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.ln_f = nn.Parameter(torch.ones(shape.hidden))
        self.lm_head = nn.Parameter(torch.randn(shape.vocabulary, shape.hidden) * 0.02)

    def forward(self, prefix: Tensor, rows: Tensor) -> Tensor:
        """Final hidden states [rows, length, hidden] of right-padded rows that all follow `prefix`."""
        count, length = rows.shape
        start, total = len(prefix), len(prefix) + length
        positions = torch.cat((torch.arange(start), torch.arange(start, total).repeat(count)))
        tables = [t.to(self.work) for t in rotary(positions, self.shape.head_size)]
        mask = torch.full((total, total), float("-inf"), dtype=self.work).triu(1)
        x = F.embedding(torch.cat((prefix, rows.reshape(-1))), self.wte)
        for layer in self.h:
            h = rms(x, layer.ln_1).to(self.work)
            x = x + self._drop(layer.attention(h, tables, mask, start, count)).float()
            x = x + self._drop(layer.mlp(rms(x, layer.ln_2).to(self.work))).float()
        return rms(x[start:], self.ln_f).view(count, length, -1)

    def logits(self, hidden: Tensor) -> Tensor:
        return linear(hidden.to(self.work), self.lm_head).float()

    def _drop(self, x: Tensor) -> Tensor:
        """Dropout from random bytes: eight draws from one 64-bit number."""
        if not self.training or self.dropout == 0.0:
            return x
        bits = torch.randint(-(2**63), 2**63 - 1, (x.numel() // 8,), dtype=torch.int64)
        keep = bits.view(torch.uint8).view_as(x) >= round(256 * self.dropout)
        return x * keep.to(x.dtype).mul_(1.0 / (1.0 - self.dropout))
