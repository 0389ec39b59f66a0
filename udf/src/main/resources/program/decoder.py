# The program that Java loads: a decoder-only transformer with its KV cache. One call of `step` computes a whole step.
#
# This is TorchScript in its serialised dialect: `torch.f` is libtorch's operator aten::f, other operators are `ops.namespace.f`, and
# element types are numbers: 4 int64, 5 float16, 6 float32, 7 float64, 15 bfloat16.

class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  device : str
  dtype : int                    # what the layers compute in
  packed : bool                  # linear layers in oneDNN's packed form
  head_size : int
  epsilon : float
  log_n_from : int               # log-n attention beyond this many tokens; 0: none
  files : Dict[str, Tensor]      # the mapped weight files, until all weights are bound
  named : Dict[str, Tensor]      # tensors on their way into the layers
  layers : List[__torch__.honyaku.layer.Layer]
  ends : Dict[str, Tensor]       # embedding [vocabulary, hidden], norm [hidden]
  output : List[__torch__.honyaku.linear.Linear]         # one: hidden -> vocabulary
  frequencies : List[Tensor]     # one: float32 [bands, head_size/2]
  cache : List[Tensor]           # one: [layers, 2 (keys, values), heads, rows, head_size]

  # Loading

  # A weight file as a flat tensor of one type; its bytes are read when they are first needed.
  def mapped(self: __torch__.honyaku.decoder.Decoder, path: str, size: int, dtype: int) -> Tensor:
    key = "{} as {}".format(path, dtype)
    if not torch.__contains__(self.files, key):
      self.files[key] = torch.from_file(path, False, size, dtype=dtype)
    return self.files[key]

  # Takes a tensor out of a file of file_size bytes: from byte `offset` on, elements of `width` bytes. False if one of them is a NaN or an
  # infinity. A safetensors file may place a tensor at any byte; one at an odd place is copied.
  def bind(self: __torch__.honyaku.decoder.Decoder, name: str, path: str, file_size: int, offset: int, dtype: int, width: int, shape: List[int]) -> bool:
    count = torch.prod(torch.tensor(shape, dtype=4)).item()
    if offset % width == 0:
      flat = torch.narrow(self.mapped(path, file_size // width, dtype), 0, offset // width, int(count))
    else:
      raw = torch.clone(torch.narrow(self.mapped(path, file_size, 0), 0, offset, int(count) * width))
      flat = torch.view_copy(raw, dtype=dtype)
    tensor = flat.view(shape)
    self.named[name] = tensor
    # A NaN or an infinity spoils a sum, and sums are fast, but for float16, which finite ones can exceed.
    if dtype == 5:
      total = torch.sum(tensor, dtype=6)
    else:
      total = torch.sum(tensor)
    return bool(torch.isfinite(total))

  def take(self: __torch__.honyaku.decoder.Decoder, name: str) -> Tensor:
    tensor = self.named.pop(name)
    return tensor.to(torch.device(self.device), self.dtype)

  def take_linear(self: __torch__.honyaku.decoder.Decoder, name: str) -> __torch__.honyaku.linear.Linear:
    bias = annotate(Optional[Tensor], None)
    if torch.__contains__(self.named, name + ".bias"):
      bias = self.take(name + ".bias")
    return __torch__.honyaku.linear.prepare(self.take(name + ".weight"), bias, self.packed)

  def add_layer(self: __torch__.honyaku.decoder.Decoder) -> NoneType:
    self.layers.append(__torch__.honyaku.layer.Layer(
      self.take("attention.norm"), self.take_linear("attention.input"), self.take_linear("attention.output"),
      self.take("mlp.norm"), self.take_linear("mlp.up"), self.take_linear("mlp.gate"), self.take_linear("mlp.down")))
    return None

  # The embedding stays as it is in its file: only the rows that a step needs are converted.
  def add_ends(self: __torch__.honyaku.decoder.Decoder) -> NoneType:
    self.ends["embedding"] = self.named.pop("embedding").to(torch.device(self.device))
    self.ends["norm"] = self.take("norm")
    self.output.append(self.take_linear("output"))
    self.files.clear()
    return None

  # One rotary table for each base.
  def add_rotary(self: __torch__.honyaku.decoder.Decoder, bases: List[float]) -> NoneType:
    tables = annotate(List[Tensor], [])
    for base in bases:
      tables.append(__torch__.honyaku.rotary.inverse_frequencies(base, self.head_size))
    self.frequencies.append(torch.stack(tables).to(torch.device(self.device)))
    return None

  # glibc maps what is larger than 32 MiB straight from the system: zero, and without memory until it is touched.
  def reserve(self: __torch__.honyaku.decoder.Decoder, heads: int, rows: int) -> NoneType:
    shape = [len(self.layers), 2, heads, rows, self.head_size]
    cache = torch.empty(shape, dtype=self.dtype, device=torch.device(self.device))
    if torch.ne(self.device, "cpu") or cache.numel() * cache.element_size() < 67108864:
      torch.zero_(cache)
    self.cache.append(cache)
    return None

  # Running

  def integers(self: __torch__.honyaku.decoder.Decoder, values: List[int]) -> Tensor:
    return torch.tensor(values, dtype=4, device=torch.device(self.device))

  # copies: triples of first row, first target row, rows.
  def copy_rows(self: __torch__.honyaku.decoder.Decoder, copies: List[int]) -> NoneType:
    for i in range(len(copies) // 3):
      source = torch.narrow(self.cache[0], 3, copies[3 * i], copies[3 * i + 2])
      torch.copy_(torch.narrow(self.cache[0], 3, copies[3 * i + 1], copies[3 * i + 2]), source)
    return None

  # Zero where a key may be seen, else minus infinity.
  def additive(self: __torch__.honyaku.decoder.Decoder, hidden: Tensor) -> Tensor:
    zeros = torch.zeros(hidden.size(), dtype=self.dtype, device=hidden.device)
    return torch.masked_fill_(zeros, hidden, -inf)

  # runs: five numbers each, first cache row, stride, sequences, longest key count, 1 if shorter ones need a mask.
  def decode_spans(self: __torch__.honyaku.decoder.Decoder, runs: List[int], positions: Tensor) -> List[__torch__.honyaku.attention.Span]:
    spans = annotate(List[__torch__.honyaku.attention.Span], [])
    first = 0
    for i in range(len(runs) // 5):
      sequences = runs[5 * i + 2]
      kv_tokens = runs[5 * i + 3]
      mask = annotate(Optional[Tensor], None)
      if runs[5 * i + 4] != 0:
        last = torch.narrow(positions, 0, first, sequences).view([sequences, 1, 1, 1])
        mask = self.additive(torch.gt(torch.arange(kv_tokens, device=positions.device), last))
      spans.append(__torch__.honyaku.attention.Span(first, sequences, 1, runs[5 * i], runs[5 * i + 1], kv_tokens, mask, False))
      first = first + sequences
    return spans

  # prefills: triples of first cache row, first position, tokens. A chunk that continues a prompt is cut into blocks of 512
  # queries, which all look through views of one mask, so that the mask of a long prompt stays small.
  def prefill_spans(self: __torch__.honyaku.decoder.Decoder, prefills: List[int], first: int, spans: List[__torch__.honyaku.attention.Span]) -> NoneType:
    past = 0
    queries = 0
    for i in range(len(prefills) // 3):
      if prefills[3 * i + 1] > 0:
        past = max(past, prefills[3 * i + 1] + prefills[3 * i + 2])
        queries = max(queries, min(512, prefills[3 * i + 2]))
    columns = torch.arange(past + queries, device=torch.device(self.device))
    lines = torch.arange(past, past + queries, device=torch.device(self.device))
    triangle = self.additive(torch.gt(torch.unsqueeze(columns, 0), torch.unsqueeze(lines, 1)))
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
    return None

  # ln(position + 1) / ln(n) beyond n tokens (Su, 2021), [tokens, 1, 1]; nothing where no token is beyond.
  def log_n(self: __torch__.honyaku.decoder.Decoder, positions: Tensor, longest: int) -> Optional[Tensor]:
    factor = annotate(Optional[Tensor], None)
    if self.log_n_from > 1 and longest > self.log_n_from:
      counts = torch.add(positions, 1).to(7)
      grown = torch.clamp(torch.div(torch.log(counts), torch.log(self.log_n_from)), 1.)
      factor = grown.to(6).view([-1, 1, 1])
    return factor

  # What every layer needs to know of this step.
  def plan(self: __torch__.honyaku.decoder.Decoder, positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int]) -> __torch__.honyaku.layer.Step:
    where = self.integers(positions)
    spans = self.decode_spans(runs, where)
    self.prefill_spans(prefills, self.decoding(runs), spans)
    rotation = __torch__.honyaku.rotary.rotation(self.frequencies[0], self.integers(bands), where)
    return __torch__.honyaku.layer.Step(
      __torch__.honyaku.attention.places(self.integers(rows), torch.select(self.cache[0], 0, 0)), rotation,
      self.log_n(where, 1 + max(positions)), spans, self.epsilon, self.head_size, self.packed and self.dtype == 15)

  def decoding(self: __torch__.honyaku.decoder.Decoder, runs: List[int]) -> int:
    chunks = 0
    for i in range(len(runs) // 5):
      chunks = chunks + runs[5 * i + 2]
    return chunks

  def embed(self: __torch__.honyaku.decoder.Decoder, ids: List[int]) -> Tensor:
    return torch.embedding(self.ends["embedding"], self.integers(ids)).to(self.dtype)

  # Logits [drawn, vocabulary] after the packed tokens with these indices.
  def logits(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int]) -> Tensor:
    self.copy_rows(copies)
    step = self.plan(positions, rows, bands, runs, prefills)
    x = self.embed(ids)
    for i in range(len(self.layers)):
      x = __torch__.honyaku.layer.forward(x, self.layers[i], torch.select(self.cache[0], 0, i), step)
    last = torch.index_select(x, 0, self.integers(drawn))
    return __torch__.honyaku.linear.linear(__torch__.honyaku.norm.rms(last, self.ends["norm"], self.epsilon), self.output[0])

  # The chosen ids, then their log-probabilities.
  def step(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int], controls: List[int], marked: List[int], settings: List[float]) -> List[float]:
    logits = self.logits(copies, ids, positions, rows, bands, runs, prefills, drawn)
    if len(drawn) == 0:
      result = annotate(List[float], [])
    else:
      chosen = __torch__.honyaku.sampling.choose(logits, self.controls(controls, marked, settings))
      result = annotate(List[float], chosen.view([-1]).tolist())
    return result

  # controls: five numbers each, row, do_sample, top_k, banned ids, seen ids; marked: all those ids; settings: four numbers each, penalty,
  # temperature, top_p, uniform number.
  def controls(self: __torch__.honyaku.decoder.Decoder, controls: List[int], marked: List[int], settings: List[float]) -> List[__torch__.honyaku.sampling.Control]:
    ids = self.integers(marked)
    unpacked = annotate(List[__torch__.honyaku.sampling.Control], [])
    first = 0
    for i in range(len(controls) // 5):
      banned = torch.narrow(ids, 0, first, controls[5 * i + 3])
      seen = torch.narrow(ids, 0, first + controls[5 * i + 3], controls[5 * i + 4])
      first = first + controls[5 * i + 3] + controls[5 * i + 4]
      unpacked.append(__torch__.honyaku.sampling.Control(
        controls[5 * i], controls[5 * i + 1] != 0, controls[5 * i + 2], banned, seen,
        settings[4 * i], settings[4 * i + 1], settings[4 * i + 2], settings[4 * i + 3]))
    return unpacked

  # For tests

  def raw_logits(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int]) -> List[float]:
    logits = self.logits(copies, ids, positions, rows, bands, runs, prefills, drawn)
    return annotate(List[float], logits.to(7).view([-1]).tolist())

  # The residual stream, [layers + 1, tokens, hidden]: the embeddings, then what each layer makes of it, the last one after the norm.
  def trace(self: __torch__.honyaku.decoder.Decoder, ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int]) -> List[float]:
    step = self.plan(positions, rows, bands, runs, prefills)
    x = self.embed(ids)
    stream = [torch.clone(x)]
    for i in range(len(self.layers)):
      x = __torch__.honyaku.layer.forward(x, self.layers[i], torch.select(self.cache[0], 0, i), step)
      stream.append(torch.clone(x))
    stream[-1] = __torch__.honyaku.norm.rms(x, self.ends["norm"], self.epsilon)
    return annotate(List[float], torch.stack(stream).to(7).view([-1]).tolist())

  # What the first control draws from, given logits of one row.
  def chances(self: __torch__.honyaku.decoder.Decoder, logits: List[float], controls: List[int], marked: List[int], settings: List[float]) -> List[float]:
    control = self.controls(controls, marked, settings)[0]
    return annotate(List[float], __torch__.honyaku.sampling.probabilities(torch.tensor(logits, dtype=6), control).to(7).tolist())

  # Cosines and sines, [positions, head_size / 2] each, of one rotary table.
  def angles(self: __torch__.honyaku.decoder.Decoder, band: int, positions: List[int]) -> List[float]:
    where = self.integers(positions)
    rotation = __torch__.honyaku.rotary.rotation(self.frequencies[0], torch.full_like(where, band), where)
    half = self.head_size // 2
    both = torch.stack([torch.narrow(rotation.cos, 2, half, half), torch.narrow(rotation.sin, 2, half, half)])
    return annotate(List[float], both.to(7).view([-1]).tolist())
