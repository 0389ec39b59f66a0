# Causal attention of packed tokens over the KV cache.

# Which sequences attend, and where their keys lie.
class Span(NamedTuple):
  first_token : int              # index of the first query among the packed tokens
  sequences : int                # a decode run has one query each; a prefill chunk is one sequence
  queries : int                  # tokens of each sequence
  kv_start : int                 # first cache row
  stride : int                   # cache rows from one sequence to the next
  kv_tokens : int                # cache rows that the last query sees
  mask : Optional[Tensor]        # added to the scores
  causal : bool                  # no mask, but a square triangle

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

# The cached rows of a span as [sequences, heads, kv_tokens, head_size]: a view, nothing is copied.
def cached(rows: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  sizes = [span.sequences, rows.size(0), span.kv_tokens, rows.size(2)]
  strides = [span.stride * rows.stride(1), rows.stride(0), rows.stride(1), 1]
  return torch.as_strided(rows, sizes, strides, rows.storage_offset() + span.kv_start * rows.stride(1))

# One query for each sequence, head by head: [sequences, heads, head_size] -> the same. The CPU's fused kernel is made for many queries;
# in bfloat16 it takes three times as long for one.
def decode(q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
  scores = torch.empty([k.size(1), k.size(0), k.size(2), 1], dtype=q.dtype, device=q.device)
  for head in range(k.size(1)):
    torch.bmm(torch.select(k, 1, head), torch.unsqueeze(torch.select(q, 1, head), 2), out=torch.select(scores, 0, head))
  scaled = torch.div(torch.squeeze(scores, 3).to(6), torch.sqrt(k.size(3)))
  if mask is not None:
    scaled = torch.add_(scaled, mask.view([mask.size(0), -1]))
  weights = torch.unsqueeze(torch.softmax(scaled, -1).to(q.dtype), 2)
  out = torch.empty([k.size(1), k.size(0), 1, k.size(3)], dtype=q.dtype, device=q.device)
  for head in range(k.size(1)):
    torch.bmm(torch.select(weights, 0, head), torch.select(v, 1, head), out=torch.select(out, 0, head))
  return torch.transpose(torch.squeeze(out, 2), 0, 1)

# Adjacent query heads share a key-value head: [tokens, heads, head_size] becomes what the fused operator takes without grouping heads itself,
# which it does slowly. One token a sequence: [sequences, key_value_heads, group, head_size], a group's queries as rows.
# Several: [group, key_value_heads, queries, head_size], so that one mask, or the causal triangle, fits all.
def fold(q: Tensor, span: __torch__.honyaku.attention.Span, key_value_heads: int) -> Tensor:
  group = q.size(1) // key_value_heads
  folded = q.view([q.size(0), key_value_heads, group, q.size(2)])
  if span.queries > 1:
    folded = torch.transpose(folded, 0, 2)
  return folded

def fused(q: Tensor, k: Tensor, v: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  folded = __torch__.honyaku.attention.fold(q, span, k.size(1))
  batch = [folded.size(0), -1, -1, -1]
  out = torch.scaled_dot_product_attention(folded, k.expand(batch), v.expand(batch), span.mask, 0., span.causal)
  if span.queries > 1:
    out = torch.transpose(out, 0, 2)
  return out

# queries [tokens, heads, head_size], cache [2, key_value_heads, rows, head_size] -> [tokens, heads * head_size]
def attend(queries: Tensor, cache: Tensor, spans: List[__torch__.honyaku.attention.Span], single: bool) -> Tensor:
  pieces = annotate(List[Tensor], [])
  for span in spans:
    tokens = span.sequences * span.queries
    q = torch.narrow(queries, 0, span.first_token, tokens)
    k = __torch__.honyaku.attention.cached(torch.select(cache, 0, 0), span)
    v = __torch__.honyaku.attention.cached(torch.select(cache, 0, 1), span)
    if single and span.queries == 1 and q.size(1) == k.size(1):
      out = __torch__.honyaku.attention.decode(q, k, v, span.mask)
    else:
      out = __torch__.honyaku.attention.fused(q, k, v, span)
    pieces.append(out.reshape([tokens, -1]))
  if len(pieces) == 1:
    joined = pieces[0]
  else:
    joined = torch.cat(pieces, 0)
  return joined
