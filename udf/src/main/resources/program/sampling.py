# From logits to one token a row. Order and meaning are those of Hugging Face's logits processors.

# How one row's token is chosen where it is not simply the best.
class Control(NamedTuple):
  row : int
  do_sample : bool
  top_k : int                    # 0: off
  banned : Tensor                # ids that get no probability
  seen : Tensor                  # distinct ids of prompt and output, where repetition is penalised
  penalty : float
  temperature : float
  top_p : float                  # 1: off
  uniform : float                # in [0, 1): decides a sampled token
  forced : int                   # the id that is chosen whatever the scores; -1: none

# The largest of each block of 64 first: `argmax` over the whole row takes forty times as long.
def best_of_wide(scores: Tensor) -> Tensor:
  excess = scores.size(1) % 64
  if excess != 0:
    scores = torch.constant_pad_nd(scores, [0, 64 - excess], -inf)
  blocks = scores.view([scores.size(0), scores.size(1) // 64, 64])
  block = torch.argmax(torch.amax(blocks, [2]), 1)
  inside = torch.index(blocks, [torch.arange(scores.size(0), device=scores.device), block])
  return torch.add(torch.mul(block, 64), torch.argmax(inside, 1))

# The best of each row.
class Best(NamedTuple):
  ids : Tensor                   # [rows], the lowest id of the largest logit
  logits : Tensor                # float32 [rows]
  log_probabilities : Tensor     # float32 [rows], log-softmax

# Logits [rows, vocabulary] are multiplied by `scale` [rows, 1] in place, where there is one; two rows at a time, which stay in the CPU's cache.
def best(logits: Tensor, scale: Optional[Tensor]) -> __torch__.honyaku.sampling.Best:
  ids = annotate(List[Tensor], [])
  largest = annotate(List[Tensor], [])
  found = annotate(List[Tensor], [])
  pairs = torch.split(logits, 2, 0)
  for i in range(len(pairs)):
    if scale is not None:
      torch.mul_(pairs[i], torch.narrow(scale, 0, 2 * i, pairs[i].size(0)))
    wide = pairs[i].to(6)
    id = torch.unsqueeze(__torch__.honyaku.sampling.best_of_wide(wide), 1)
    ids.append(id)
    largest.append(torch.gather(wide, 1, id))
    found.append(torch.gather(torch.log_softmax(wide, 1), 1, id))
  return __torch__.honyaku.sampling.Best(torch.squeeze(torch.cat(ids, 0), 1), torch.squeeze(torch.cat(largest, 0), 1), torch.squeeze(torch.cat(found, 0), 1))

# Repetition penalty (Keskar et al., 2019) and banned ids, in place.
def penalise(scores: Tensor, control: __torch__.honyaku.sampling.Control) -> Tensor:
  if control.seen.numel() > 0:
    old = torch.index_select(scores, 0, control.seen)
    new = torch.where(torch.lt(old, 0), torch.mul(old, control.penalty), torch.div(old, control.penalty))
    scores = torch.index_copy_(scores, 0, control.seen, new)
  if control.banned.numel() > 0:
    scores = torch.index_fill_(scores, 0, control.banned, -inf)
  return scores

# The k largest of x and their ids, from the largest on. They are in the k blocks of 16 with the largest maxima: `topk` of those takes a third of the
# time that it takes of a whole vocabulary.
def largest(x: Tensor, k: int) -> Tuple[Tensor, Tensor]:
  if x.size(0) < 64 * k:
    values, ids = torch.topk(x, k)
  else:
    blocks = torch.constant_pad_nd(x, [0, (16 - x.size(0) % 16) % 16], -inf).view([-1, 16])
    _, which = torch.topk(torch.amax(blocks, [1]), k)
    values, places = torch.topk(torch.index_select(blocks, 0, which).view([-1]), k)
    first = torch.mul(torch.index_select(which, 0, torch.floor_divide(places, 16)), 16)
    ids = torch.add(first, torch.remainder(places, 16))
  return (values, ids)

# Drops all but the k largest; ties with the k-th stay.
def keep_top_k(scores: Tensor, k: int) -> Tensor:
  if k > 0 and k < scores.size(0):
    largest, _ = __torch__.honyaku.sampling.largest(scores, k)
    scores = torch.masked_fill(scores, torch.lt(scores, torch.select(largest, 0, k - 1)), -inf)
  return scores

# Nucleus sampling (Holtzman et al., 2019): drops the smallest whose probabilities sum to at most 1 - p, keeps the last. The ids that stay, in
# ascending order. The sums begin at the largest 1,024 where all others are dropped anyway: sorting a whole vocabulary takes twenty times as long.
def nucleus(scores: Tensor, p: float) -> Tensor:
  chances = torch.softmax(scores, 0)
  largest, ids = __torch__.honyaku.sampling.largest(chances, min(1024, scores.size(0)))
  below = torch.sub(torch.sum(chances, dtype=7), torch.sum(largest, dtype=7))
  if float(below) > 1. - p:
    largest, ids = torch.sort(chances, 0, True)
    below = torch.zeros_like(below)
  sums = torch.add(torch.cumsum(torch.flip(largest, [0]), 0, dtype=7), below).to(6)
  keep = torch.gt(sums, 1. - p)
  torch.fill_(torch.select(keep, 0, -1), True)
  kept, _ = torch.sort(torch.index(torch.flip(ids, [0]), [keep]))
  return kept

# What a sampled token is drawn from: ids in ascending order, nothing where it is all of them, and the chances of each, float32. Scores
# [vocabulary] are float32 and may be overwritten.
def candidates(scores: Tensor, control: __torch__.honyaku.sampling.Control) -> Tuple[Optional[Tensor], Tensor]:
  scores = __torch__.honyaku.sampling.penalise(scores, control)
  if control.temperature != 1.:
    scores = torch.div(scores, control.temperature)
  scores = __torch__.honyaku.sampling.keep_top_k(scores, control.top_k)
  ids = annotate(Optional[Tensor], None)
  if control.top_p < 1.:
    kept = __torch__.honyaku.sampling.nucleus(scores, control.top_p)
    scores = torch.index_select(scores, 0, kept)
    ids = kept
  return (ids, torch.softmax(scores, 0))

# The same spread over the vocabulary, float32 [vocabulary].
def probabilities(scores: Tensor, control: __torch__.honyaku.sampling.Control) -> Tensor:
  all = torch.zeros_like(scores)
  ids, chances = __torch__.honyaku.sampling.candidates(scores, control)
  if ids is not None:
    chances = torch.index_copy(all, 0, ids, chances)
  return chances

# Inverse of the cumulative distribution, ids in ascending order, float64 sums.
def draw(scores: Tensor, control: __torch__.honyaku.sampling.Control) -> Tensor:
  ids, chances = __torch__.honyaku.sampling.candidates(scores, control)
  sums = torch.cumsum(chances, 0, dtype=7)
  target = torch.unsqueeze(torch.mul(torch.select(sums, 0, -1), control.uniform), 0)
  # A target that was rounded up to the sum of all belongs to the last one that has a chance.
  last = torch.searchsorted(sums, torch.narrow(sums, 0, sums.size(0) - 1, 1))
  # Beyond all of them where the scores are not numbers, which whoever called finds out.
  place = torch.clamp(torch.minimum(torch.searchsorted(sums, target, right=True), last), 0, sums.size(0) - 1)
  if ids is not None:
    place = torch.index_select(ids, 0, place)
  return place

# logits [rows, vocabulary], still without `scale` [rows, 1] if there is one -> float64 [2, rows]: the chosen ids, and log-softmax of the raw
# logits at them. All log-probabilities of a row are as far from its best one as their logits are.
def choose(logits: Tensor, scale: Optional[Tensor], controls: List[__torch__.honyaku.sampling.Control]) -> Tensor:
  best = __torch__.honyaku.sampling.best(logits, scale)
  chosen = torch.stack([best.ids.to(7), best.log_probabilities.to(7)])
  for control in controls:
    raw = torch.select(logits, 0, control.row)
    scores = raw.to(6, False, True)
    if control.forced >= 0:
      id = torch.full([1], control.forced, dtype=4, device=logits.device)
    elif control.do_sample:
      id = __torch__.honyaku.sampling.draw(scores, control)
    else:
      id = __torch__.honyaku.sampling.best_of_wide(torch.unsqueeze(__torch__.honyaku.sampling.penalise(scores, control), 0))
    below = torch.sub(torch.index_select(raw, 0, id).to(6), torch.select(best.logits, 0, control.row))
    log_probability = torch.add(below, torch.select(best.log_probabilities, 0, control.row))
    torch.copy_(torch.narrow(chosen, 1, control.row, 1), torch.stack([id.to(7), log_probability.to(7)]))
  return chosen

# controls: six numbers each, row, do_sample, top_k, banned ids, seen ids, forced id; marked: all those ids; settings: four numbers each, penalty,
# temperature, top_p, uniform number.
def unpack(controls: List[int], marked: Tensor, settings: List[float]) -> List[__torch__.honyaku.sampling.Control]:
  unpacked = annotate(List[__torch__.honyaku.sampling.Control], [])
  first = 0
  for i in range(len(controls) // 6):
    row, do_sample, top_k = controls[6 * i], controls[6 * i + 1], controls[6 * i + 2]
    bans, sights, forced = controls[6 * i + 3], controls[6 * i + 4], controls[6 * i + 5]
    penalty, temperature, top_p, uniform = settings[4 * i], settings[4 * i + 1], settings[4 * i + 2], settings[4 * i + 3]
    banned = torch.narrow(marked, 0, first, bans)
    seen = torch.narrow(marked, 0, first + bans, sights)
    first = first + bans + sights
    unpacked.append(__torch__.honyaku.sampling.Control(row, do_sample != 0, top_k, banned, seen, penalty, temperature, top_p, uniform, forced))
  return unpacked
