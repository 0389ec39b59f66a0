# What a step's plan means for attention: spans and masks.

# Zero where a key may be seen, else minus infinity.
def additive(hidden: Tensor, dtype: int) -> Tensor:
  zeros = torch.zeros(hidden.size(), dtype=dtype, device=hidden.device)
  return torch.masked_fill_(zeros, hidden, -inf)

# runs: five numbers each, first cache row, stride, sequences, longest key count, 1 if shorter ones need a mask.
def decode_spans(runs: List[int], positions: Tensor, dtype: int) -> List[__torch__.honyaku.attention.Span]:
  spans = annotate(List[__torch__.honyaku.attention.Span], [])
  first = 0
  for i in range(len(runs) // 5):
    kv_start, stride, sequences, kv_tokens = runs[5 * i], runs[5 * i + 1], runs[5 * i + 2], runs[5 * i + 3]
    mask = annotate(Optional[Tensor], None)
    if runs[5 * i + 4] != 0:
      last = torch.narrow(positions, 0, first, sequences).view([sequences, 1, 1, 1])
      unseen = torch.gt(torch.arange(kv_tokens, device=positions.device), last)
      mask = __torch__.honyaku.planning.additive(unseen, dtype)
    spans.append(__torch__.honyaku.attention.Span(first, sequences, 1, kv_start, stride, kv_tokens, mask, False))
    first = first + sequences
  return spans

# prefills: triples of first cache row, first position, tokens; `first` is the index of the first one's first token. A chunk that
# continues a prompt is cut into blocks of 512 queries, which all look through views of one mask, so that a long prompt's stays small.
def prefill_spans(prefills: List[int], first: int, dtype: int, device: Device) -> List[__torch__.honyaku.attention.Span]:
  spans = annotate(List[__torch__.honyaku.attention.Span], [])
  past = __torch__.honyaku.planning.longest_continued(prefills)
  triangle = __torch__.honyaku.planning.causal(past, min(512, past), dtype, device)
  for i in range(len(prefills) // 3):
    kv_start, position, tokens = prefills[3 * i], prefills[3 * i + 1], prefills[3 * i + 2]
    if position == 0:
      spans.append(__torch__.honyaku.attention.Span(first, 1, tokens, kv_start, 0, tokens, None, True))
      first = first + tokens
    else:
      for block in range((tokens + 511) // 512):
        count = min(512, tokens - 512 * block)
        seen = position + 512 * block
        mask = torch.narrow(torch.narrow(triangle, 0, 0, count), 1, past - seen, seen + count)
        spans.append(__torch__.honyaku.attention.Span(first, 1, count, kv_start, 0, seen + count, mask, False))
        first = first + count
  return spans

# The length of the longest prompt that a chunk continues.
def longest_continued(prefills: List[int]) -> int:
  longest = 0
  for i in range(len(prefills) // 3):
    if prefills[3 * i + 1] > 0:
      longest = max(longest, prefills[3 * i + 1] + prefills[3 * i + 2])
  return longest

# [queries, past + queries]: query i sees the keys up to past + i. The last columns of it are the mask of a shorter past.
def causal(past: int, queries: int, dtype: int, device: Device) -> Tensor:
  keys = torch.arange(past + queries, device=device)
  last = torch.arange(past, past + queries, device=device)
  return __torch__.honyaku.planning.additive(torch.gt(torch.unsqueeze(keys, 0), torch.unsqueeze(last, 1)), dtype)

# ln(position + 1) / ln(trained) beyond `trained` tokens (Su, 2021), float32 [tokens, 1, 1]; nothing where no token is beyond.
def log_n(positions: Tensor, longest: int, trained: int) -> Optional[Tensor]:
  factor = annotate(Optional[Tensor], None)
  if trained > 1 and longest > trained:
    grown = torch.div(torch.log(torch.add(positions, 1).to(7)), torch.log(trained))
    factor = torch.clamp(grown, 1.).to(6).view([-1, 1, 1])
  return factor
