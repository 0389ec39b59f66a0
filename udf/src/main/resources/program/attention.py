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

# Writes this step's keys and values, [tokens, heads, head_size] each, to their cache rows.
def remember(cache: Tensor, rows: Tensor, keys: Tensor, values: Tensor) -> NoneType:
  torch.index_copy_(torch.select(cache, 0, 0), 1, rows, torch.transpose(keys, 0, 1))
  torch.index_copy_(torch.select(cache, 0, 1), 1, rows, torch.transpose(values, 0, 1))
  return None

# The cached rows of a span as [sequences, heads, kv_tokens, head_size]: a view, nothing is copied.
def cached(rows: Tensor, span: __torch__.honyaku.attention.Span) -> Tensor:
  sizes = [span.sequences, rows.size(0), span.kv_tokens, rows.size(2)]
  strides = [span.stride * rows.stride(1), rows.stride(0), rows.stride(1), 1]
  return torch.as_strided(rows, sizes, strides, rows.storage_offset() + span.kv_start * rows.stride(1))

# queries [tokens, heads, head_size], cache [2, heads, rows, head_size] -> [tokens, heads * head_size]
def attend(queries: Tensor, cache: Tensor, spans: List[__torch__.honyaku.attention.Span]) -> Tensor:
  keys = torch.select(cache, 0, 0)
  values = torch.select(cache, 0, 1)
  pieces = annotate(List[Tensor], [])
  for span in spans:
    tokens = span.sequences * span.queries
    q = torch.narrow(queries, 0, span.first_token, tokens)
    q = torch.transpose(q.view([span.sequences, span.queries, q.size(1), q.size(2)]), 1, 2)
    k = __torch__.honyaku.attention.cached(keys, span)
    v = __torch__.honyaku.attention.cached(values, span)
    out = torch.scaled_dot_product_attention(q, k, v, span.mask, 0., span.causal)
    pieces.append(torch.transpose(out, 1, 2).reshape([tokens, -1]))
  if len(pieces) == 1:
    joined = pieces[0]
  else:
    joined = torch.cat(pieces, 0)
  return joined
