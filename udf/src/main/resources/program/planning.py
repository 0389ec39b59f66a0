# What a step's plan means for attention: spans and masks.

# Zero where a key may be seen, else minus infinity.
def additive(hidden: Tensor) -> Tensor:
  zeros = torch.zeros(hidden.size(), dtype=6, device=hidden.device)
  return torch.masked_fill_(zeros, hidden, -inf)

# runs: five numbers each, first cache row, stride, sequences, longest key count, 1 if shorter ones need a mask.
def decode_spans(runs: List[int], positions: Tensor) -> List[__torch__.honyaku.attention.Span]:
  spans = annotate(List[__torch__.honyaku.attention.Span], [])
  first = 0
  for i in range(len(runs) // 5):
    kv_start, stride, sequences, kv_tokens = runs[5 * i], runs[5 * i + 1], runs[5 * i + 2], runs[5 * i + 3]
    mask = annotate(Optional[Tensor], None)
    if runs[5 * i + 4] != 0:
      last = torch.narrow(positions, 0, first, sequences).view([sequences, 1, 1])
      mask = __torch__.honyaku.planning.additive(torch.gt(torch.arange(kv_tokens, device=positions.device), last))
    spans.append(__torch__.honyaku.attention.Span(first, True, sequences, 1, 0, 0, kv_start, stride, kv_tokens, mask))
    first = first + sequences
  return spans

# Queries of a block, so that its scores stay in the CPU's cache.
def block_size(heads: int, kv_tokens: int) -> int:
  return min(512, max(32, 1048576 // (heads * kv_tokens)))

# prefills: triples of first cache row, first position, tokens; `first` is the index of the first one's first token. A chunk of a prompt is
# cut into blocks, each of which sees all keys before it and a triangle of its own. With `aligned` above 0 a block covers the positions from
# one multiple of it to the next, whichever of them are in this chunk, and the others are computed for nothing: then a token's sums do not
# depend on how its prompt was cut into chunks.
def prefill_spans(prefills: List[int], first: int, heads: int, aligned: int, device: Device) -> List[__torch__.honyaku.attention.Span]:
  spans = annotate(List[__torch__.honyaku.attention.Span], [])
  triangle = __torch__.honyaku.planning.triangle(prefills, heads, aligned, device)
  for i in range(len(prefills) // 3):
    kv_start, position, tokens = prefills[3 * i], prefills[3 * i + 1], prefills[3 * i + 2]
    done = 0
    while done < tokens:
      at = position + done
      lead = 0
      trail = 0
      count = min(tokens - done, __torch__.honyaku.planning.block_size(heads, position + tokens))
      if aligned > 0:
        lead = at % aligned
        count = min(tokens - done, aligned - lead)
        trail = aligned - lead - count
      size = lead + count + trail
      mask = torch.narrow(torch.narrow(triangle, 0, 0, size), 1, 0, size)
      spans.append(__torch__.honyaku.attention.Span(first, False, 1, count, lead, trail, kv_start, 0, at + count + trail, mask))
      first = first + count
      done = done + count
  return spans

# Query i sees the keys up to i: [queries, queries] for the largest block; every smaller one is a corner of it.
def triangle(prefills: List[int], heads: int, aligned: int, device: Device) -> Tensor:
  largest = aligned
  for i in range(len(prefills) // 3):
    tokens = prefills[3 * i + 2]
    largest = max(largest, min(tokens, __torch__.honyaku.planning.block_size(heads, prefills[3 * i + 1] + tokens)))
  places = torch.arange(largest, device=device)
  return __torch__.honyaku.planning.additive(torch.gt(torch.unsqueeze(places, 0), torch.unsqueeze(places, 1)))

# ln(position + 1) / ln(trained) beyond `trained` tokens (Su, 2021), float32 [tokens, 1, 1]; nothing where no token is beyond.
def log_n(positions: Tensor, longest: int, trained: int) -> Optional[Tensor]:
  factor = annotate(Optional[Tensor], None)
  if trained > 1 and longest > trained:
    grown = torch.div(torch.log(torch.add(positions, 1).to(7)), torch.log(trained))
    factor = torch.clamp(grown, 1.).to(6).view([-1, 1, 1])
  return factor
