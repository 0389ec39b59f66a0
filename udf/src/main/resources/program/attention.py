# Causal attention of packed tokens over the KV cache.

# Which sequences attend, and where their keys lie.
class Span(NamedTuple):
  first_token : int              # index of the first query among the packed tokens
  decoding : bool                # a run of sequences with one query each, or else a block of one sequence's prompt
  sequences : int
  queries : int                  # tokens of each sequence
  lead : int                     # rows put before the queries, see planning.py
  trail : int                    # and after them
  kv_start : int                 # first cache row
  stride : int                   # cache rows from one sequence to the next
  kv_tokens : int                # cache rows that are looked at
  mask : Optional[Tensor]        # float32, added to scores: [sequences, 1, kv_tokens] where needed, or the last keys' of a prompt [queries, queries]

# Writes this step's keys and values, [tokens, key_value_heads, head_size] each, to their cache rows. As one tall matrix, since `index_put_`
# copies whole rows of it where `index_copy_` along the middle dimension goes element by element.
def remember(cache: Tensor, places: Tensor, keys: Tensor, values: Tensor) -> NoneType:
  size = keys.size(2)
  torch.index_put_(torch.select(cache, 0, 0).view([-1, size]), [places], keys)
  torch.index_put_(torch.select(cache, 0, 1).view([-1, size]), [places], values)
  return None

# Lines of that tall matrix, [tokens, key_value_heads].
def places(rows: Tensor, cache: Tensor) -> Tensor:
  heads = torch.arange(cache.size(1), device=rows.device)
  return torch.add(torch.unsqueeze(rows, 1), torch.mul(heads, cache.size(2)))

# The cached rows [heads, rows, head_size] of a span as [heads, sequences, kv_tokens, head_size]: a view, nothing is copied.
def cached(rows: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  sizes = [rows.size(0), span.sequences, span.kv_tokens, rows.size(2)]
  strides = [rows.stride(0), span.stride * rows.stride(1), rows.stride(1), 1]
  return torch.as_strided(rows, sizes, strides, rows.storage_offset() + span.kv_start * rows.stride(1))

# Scores in float32, whatever the products are in, as the reference has it. `wide` is [..., keys].
def weigh(scores: Tensor, dtype: int) -> Tensor:
  return torch.softmax(scores, -1).to(dtype)

# out = scale * a b for each pair of matrices, by a kernel that is the same however many pairs there are. In float32 MKL sums the products of a
# lone matrix in another order than those of several, so a lone one is computed twice; it is expanded, since those of a copy, which would lie
# otherwise, are summed in yet another. In bfloat16 libtorch has another kernel for up to 4,096 multiplications: so few are computed more often.
def multiply(a: Tensor, b: Tensor, scale: float, out: Tensor) -> NoneType:
  times = 1
  if a.dtype != 6:
    times = 1 + 4096 // (a.numel() * b.size(2))
  elif a.size(0) == 1:
    times = 2
  if times == 1:
    torch.baddbmm_(out, a, b, beta=0, alpha=scale)
  else:
    more = torch.empty([times * out.size(0), out.size(1), out.size(2)], dtype=out.dtype, device=out.device)
    if a.dtype == 6:
      torch.baddbmm_(more, a.expand([times, -1, -1]), b.expand([times, -1, -1]), beta=0, alpha=scale)
    else:
      torch.baddbmm_(more, a.repeat([times, 1, 1]), b.repeat([times, 1, 1]), beta=0, alpha=scale)
    torch.copy_(out, torch.narrow(more, 0, 0, out.size(0)))
  return None

# One query for each sequence: q [sequences, heads, head_size] -> [sequences, heads * head_size]. Keys times queries, not the other way round:
# the kernels copy what stands on the right.
def decode(q: Tensor, cache: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  k = __torch__.honyaku.attention.cached(torch.select(cache, 0, 0), span)
  v = __torch__.honyaku.attention.cached(torch.select(cache, 0, 1), span)
  heads, size = k.size(0), k.size(3)
  grouped = q.view([span.sequences, heads, -1, size])
  group = grouped.size(2)
  scores = torch.empty([heads, span.sequences, span.kv_tokens, group], dtype=q.dtype, device=q.device)
  for head in range(heads):
    asking = torch.transpose(torch.select(grouped, 1, head), 1, 2)
    __torch__.honyaku.attention.multiply(torch.select(k, 0, head), asking, 1. / torch.sqrt(size), torch.select(scores, 0, head))
  wide = torch.contiguous(torch.transpose(scores, 2, 3)).to(6)
  mask = span.mask
  if mask is not None:
    wide = torch.add_(wide, mask)
  weights = __torch__.honyaku.attention.weigh(wide, q.dtype)
  out = torch.empty([heads, span.sequences, group, size], dtype=q.dtype, device=q.device)
  for head in range(heads):
    __torch__.honyaku.attention.multiply(torch.select(weights, 0, head), torch.select(v, 0, head), 1., torch.select(out, 0, head))
  return torch.transpose(out, 0, 1).reshape([span.sequences, -1])

# A block of a prompt: q [queries, heads, head_size] -> [queries, heads * head_size]. Query heads that share a key-value head are rows of one
# product.
def prefill(q: Tensor, cache: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  k = torch.select(__torch__.honyaku.attention.cached(torch.select(cache, 0, 0), span), 1, 0)
  v = torch.select(__torch__.honyaku.attention.cached(torch.select(cache, 0, 1), span), 1, 0)
  heads, size, queries = k.size(0), k.size(2), q.size(0)
  grouped = torch.permute(q.view([queries, heads, -1, size]), [1, 0, 2, 3]).reshape([heads, -1, size])
  scores = torch.empty([heads, grouped.size(1), span.kv_tokens], dtype=q.dtype, device=q.device)
  __torch__.honyaku.attention.multiply(grouped, torch.transpose(k, 1, 2), 1. / torch.sqrt(size), scores)
  wide = scores.to(6).view([heads, queries, -1, span.kv_tokens])
  triangle = torch._unwrap_optional(span.mask)
  torch.add_(torch.narrow(wide, 3, span.kv_tokens - queries, queries), torch.unsqueeze(triangle, 1))
  weights = __torch__.honyaku.attention.weigh(wide, q.dtype).view([heads, -1, span.kv_tokens])
  out = torch.empty([heads, grouped.size(1), size], dtype=q.dtype, device=q.device)
  __torch__.honyaku.attention.multiply(weights, v, 1., out)
  return torch.permute(out.view([heads, queries, -1, size]), [1, 0, 2, 3]).reshape([queries, -1])

# The same by the fused operator, which takes [sequences, heads, queries, head_size]. Adjacent query heads share a key-value head; grouping them
# by hand is faster than the operator's own way. One query a sequence: [sequences, key_value_heads, group, head_size], a group's queries as rows.
# Several: [group, key_value_heads, queries, head_size], so that one mask fits all.
def fused(q: Tensor, cache: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  k = torch.transpose(__torch__.honyaku.attention.cached(torch.select(cache, 0, 0), span), 0, 1)
  v = torch.transpose(__torch__.honyaku.attention.cached(torch.select(cache, 0, 1), span), 0, 1)
  folded = q.view([q.size(0), k.size(1), -1, q.size(2)])
  mask = span.mask
  if mask is not None:
    if span.decoding:
      mask = torch.unsqueeze(mask, 1).to(q.dtype)
    else:
      mask = torch.constant_pad_nd(mask, [span.kv_tokens - q.size(0), 0]).to(q.dtype)
  if not span.decoding:
    folded = torch.transpose(folded, 0, 2)
  batch = [folded.size(0), -1, -1, -1]
  out = torch.scaled_dot_product_attention(folded, k.expand(batch), v.expand(batch), mask)
  if not span.decoding:
    out = torch.transpose(out, 0, 2)
  return out.reshape([q.size(0), -1])

# queries [tokens, heads, head_size], cache [2, key_value_heads, rows, head_size] -> [tokens, heads * head_size]
def attend(queries: Tensor, cache: Tensor, spans: List[__torch__.honyaku.attention.Span], by_fused: bool) -> Tensor:
  pieces = annotate(List[Tensor], [])
  for span in spans:
    q = torch.narrow(queries, 0, span.first_token, span.sequences * span.queries)
    if span.lead + span.trail > 0:
      q = torch.constant_pad_nd(q, [0, 0, 0, 0, span.lead, span.trail])
    if by_fused:
      out = __torch__.honyaku.attention.fused(q, cache, span)
    elif span.decoding:
      out = __torch__.honyaku.attention.decode(q, cache, span)
    else:
      out = __torch__.honyaku.attention.prefill(q, cache, span)
    pieces.append(torch.narrow(out, 0, span.lead, span.sequences * span.queries))
  if len(pieces) == 1:
    joined = pieces[0]
  else:
    joined = torch.cat(pieces, 0)
  return joined
