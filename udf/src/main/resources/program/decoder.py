# The program that Java loads: a decoder-only transformer with its KV cache. One call of `step` computes a whole step.
#
# This is TorchScript in its serialised dialect: `torch.f` is libtorch's operator aten::f, other operators are `ops.namespace.f`, and
# element types are numbers: 4 int64, 5 float16, 6 float32, 7 float64, 15 bfloat16.
#
# Scopes (`_record_function_enter_new`, `_exit`) name a part of the step for libtorch's profiler; without one a pair costs 0.2 microseconds.

class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  device : str
  dtype : int                    # of activations, norms and biases
  cache_dtype : int              # of keys and values
  form : int                     # of linear layers, see linear.py
  aligned : int                  # prompts attend in blocks that begin at multiples of this; 0: wherever a chunk begins
  heads : int
  key_value_heads : int
  head_size : int
  epsilon : float
  angle_dtype : int              # what sines and cosines are rounded to
  log_n_from : int               # log-n attention beyond this many tokens; 0: none
  files : Dict[str, Tensor]      # the mapped weight files, until all weights are bound
  named : Dict[str, Tensor]      # tensors on their way into the layers
  layers : List[__torch__.honyaku.layer.Layer]
  ends : Dict[str, Tensor]       # embedding [vocabulary, hidden], norm [hidden]
  output : List[__torch__.honyaku.linear.Linear]         # one: hidden -> vocabulary
  frequencies : List[Tensor]     # one: float32 [bands, head_size/2]
  trial : List[__torch__.honyaku.linear.Linear]          # for the choice of a form
  cache : List[Tensor]           # one: [layers, 2 (keys, values), key_value_heads, rows, head_size]

  # Loading

  # A layer of ones, which round to the largest whole numbers that there are.
  def prepare_trial(self: __torch__.honyaku.decoder.Decoder, form: int, inputs: int, outputs: int) -> NoneType:
    self.trial.clear()
    self.trial.append(__torch__.honyaku.linear.prepare(torch.ones([outputs, inputs], dtype=6), None, None, form))
    return None

  # Whether rows of ones come out of it as they must, to a thousandth: sums that do not fit are wrong by far more.
  def run_trial(self: __torch__.honyaku.decoder.Decoder, count: int, inputs: int) -> bool:
    layer = self.trial[0]
    x = torch.ones([count, inputs], dtype=6)
    y = __torch__.honyaku.linear.linear(__torch__.honyaku.linear.rows(x, None, layer.form), layer)
    return bool(torch.lt(torch.amax(torch.abs(torch.sub(y, inputs))), 0.001 * inputs))

  # Whether a row of a wide layer gets the same bits alone and among others.
  def keeps_order(self: __torch__.honyaku.decoder.Decoder, form: int) -> bool:
    weight = torch.sin(torch.arange(1048576, dtype=6)).view([512, 2048])
    layer = __torch__.honyaku.linear.prepare(weight.to(self.dtype), None, None, form)
    x = torch.cos(torch.arange(1048576, dtype=6)).view([512, 2048]).to(self.dtype)
    same = True
    for count in [3, 64, 128, 512]:
      some = __torch__.honyaku.linear.linear(__torch__.honyaku.linear.rows(torch.narrow(x, 0, 0, count), None, form), layer)
      lone = __torch__.honyaku.linear.linear(__torch__.honyaku.linear.rows(torch.narrow(x, 0, count - 1, 1), None, form), layer)
      same = same and torch.equal(torch.narrow(some, 0, count - 1, 1), lone)
    return same

  # The form of all linear layers that are added from now on.
  def use(self: __torch__.honyaku.decoder.Decoder, form: int) -> NoneType:
    self.trial.clear()
    self.form = form
    return None

  # Takes a tensor out of a file; false if it holds a NaN or an infinity.
  def bind(self: __torch__.honyaku.decoder.Decoder, name: str, path: str, file_size: int, offset: int, dtype: int, width: int, shape: List[int]) -> bool:
    tensor = __torch__.honyaku.checkpoint.tensor(self.files, path, file_size, offset, dtype, width, shape)
    self.named[name] = tensor
    return __torch__.honyaku.checkpoint.is_finite(tensor)

  def take(self: __torch__.honyaku.decoder.Decoder, name: str) -> Tensor:
    return self.named.pop(name).to(torch.device(self.device), self.dtype)

  # A matrix that will be rounded to int8 stays as it is in its file until then.
  def take_matrix(self: __torch__.honyaku.decoder.Decoder, name: str) -> Tensor:
    if __torch__.honyaku.linear.is_int8(self.form):
      tensor = self.named.pop(name)
    else:
      tensor = self.take(name)
    return tensor

  # Those of the tensors that the family has, one below the other.
  def take_stacked(self: __torch__.honyaku.decoder.Decoder, names: List[str], kind: str) -> Optional[Tensor]:
    found = annotate(List[Tensor], [])
    for name in names:
      if torch.__contains__(self.named, name + kind):
        if torch.eq(kind, ".weight"):
          found.append(self.take_matrix(name + kind))
        else:
          found.append(self.take(name + kind))
    stacked = annotate(Optional[Tensor], None)
    if len(found) == 1:
      stacked = found[0]
    if len(found) > 1:
      stacked = torch.cat(found, 0)
    return stacked

  # One linear layer of what a family may keep as several, after a norm of this weight, if any.
  def take_linear(self: __torch__.honyaku.decoder.Decoder, names: List[str], norm: Optional[Tensor]) -> __torch__.honyaku.linear.Linear:
    weight = torch._unwrap_optional(self.take_stacked(names, ".weight"))
    return __torch__.honyaku.linear.prepare(weight, self.take_stacked(names, ".bias"), norm, self.form)

  # [heads + key_value_heads, head_size]: one weight for all queries, one for all keys.
  def take_head_norm(self: __torch__.honyaku.decoder.Decoder) -> Optional[Tensor]:
    norm = annotate(Optional[Tensor], None)
    if torch.__contains__(self.named, "attention.query_norm"):
      queries = self.take("attention.query_norm").expand([self.heads, self.head_size])
      keys = self.take("attention.key_norm").expand([self.key_value_heads, self.head_size])
      norm = torch.cat([queries, keys], 0)
    return norm

  def add_layer(self: __torch__.honyaku.decoder.Decoder) -> NoneType:
    inputs = ["attention.input", "attention.query", "attention.key", "attention.value"]
    before_attention = self.take("attention.norm")
    before_mlp = self.take("mlp.norm")
    self.layers.append(__torch__.honyaku.layer.Layer(
      before_attention, self.take_linear(inputs, before_attention), self.take_head_norm(), self.take_linear(["attention.output"], None),
      before_mlp, self.take_linear(["mlp.up"], before_mlp), self.take_linear(["mlp.gate"], before_mlp), self.take_linear(["mlp.down"], None)))
    self.files.clear()
    return None

  # The embedding stays as it is in its file: only the rows that a step needs are converted. Without an output layer of its own the
  # model uses the embedding as such.
  def add_ends(self: __torch__.honyaku.decoder.Decoder) -> NoneType:
    self.ends["embedding"] = self.named.pop("embedding").to(torch.device(self.device))
    self.ends["norm"] = self.take("norm")
    if not torch.__contains__(self.named, "output.weight"):
      self.named["output.weight"] = self.ends["embedding"]
    self.output.append(self.take_linear(["output"], self.ends["norm"]))
    self.files.clear()
    return None

  # One rotary table for each base.
  def add_rotary(self: __torch__.honyaku.decoder.Decoder, bases: List[float]) -> NoneType:
    tables = annotate(List[Tensor], [])
    for base in bases:
      tables.append(__torch__.honyaku.rotary.inverse_frequencies(base, self.head_size))
    self.frequencies.append(torch.stack(tables).to(torch.device(self.device)))
    return None

  # Llama 3's scaling of all tables.
  def scale_rotary(self: __torch__.honyaku.decoder.Decoder, factor: float, low: float, high: float, original: int) -> NoneType:
    self.frequencies[0] = __torch__.honyaku.rotary.llama3(self.frequencies[0], factor, low, high, original)
    return None

  # Memory that the system has just given is zero, and not there until it is written to. What the process had before is neither, and
  # even what is masked must be a number.
  def is_fresh(self: __torch__.honyaku.decoder.Decoder, cache: Tensor) -> bool:
    fresh = cache.numel() * cache.element_size() >= 67108864
    for part in torch.split(cache.view([-1]), 33554432):
      fresh = fresh and int(torch.count_nonzero(part)) == 0
    return fresh

  def reserve(self: __torch__.honyaku.decoder.Decoder, rows: int) -> NoneType:
    # A last block may reach beyond the rows of the last sequence.
    shape = [len(self.layers), 2, self.key_value_heads, rows + self.aligned, self.head_size]
    cache = torch.empty(shape, dtype=self.cache_dtype, device=torch.device(self.device))
    if torch.ne(self.device, "cpu") or not self.is_fresh(cache):
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

  # What every layer needs to know of this step.
  def plan(self: __torch__.honyaku.decoder.Decoder, positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int]) -> __torch__.honyaku.layer.Step:
    where = self.integers(positions)
    spans = __torch__.honyaku.planning.decode_spans(runs, where)
    decoding = 0
    for span in spans:
      decoding = decoding + span.sequences
    spans.extend(__torch__.honyaku.planning.prefill_spans(prefills, decoding, self.heads, self.aligned, torch.device(self.device)))
    return __torch__.honyaku.layer.Step(
      __torch__.honyaku.attention.places(self.integers(rows), torch.select(self.cache[0], 0, 0)),
      __torch__.honyaku.rotary.rotation(self.frequencies[0], self.integers(bands), where, self.angle_dtype),
      __torch__.honyaku.planning.log_n(where, 1 + max(positions), self.log_n_from),
      spans, self.epsilon, self.head_size, self.form == 0)

  def embed(self: __torch__.honyaku.decoder.Decoder, ids: List[int]) -> Tensor:
    return torch.embedding(self.ends["embedding"], self.integers(ids)).to(self.dtype)

  # The residual stream [drawn, hidden] after the packed tokens with these indices, normed, as the output layer takes it.
  def drawn(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int]) -> __torch__.honyaku.linear.Rows:
    self.copy_rows(copies)
    step = self.plan(positions, rows, bands, runs, prefills)
    x = self.embed(ids)
    for i in range(len(self.layers) - 1):
      x = __torch__.honyaku.layer.forward(x, self.layers[i], torch.select(self.cache[0], 0, i), step)
    x = __torch__.honyaku.layer.forward_last(x, self.integers(drawn), self.layers[-1], torch.select(self.cache[0], 0, -1), step)
    return __torch__.honyaku.norm.rows(x, self.ends["norm"], self.epsilon, self.form)

  # The chosen ids, then their log-probabilities.
  def step(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int], controls: List[int], marked: List[int], settings: List[float]) -> List[float]:
    x = self.drawn(copies, ids, positions, rows, bands, runs, prefills, drawn)
    logits, scale = __torch__.honyaku.linear.unscaled(x, self.output[0])
    scope = ops.profiler._record_function_enter_new("honyaku.sampling", None)
    chosen = __torch__.honyaku.sampling.choose(logits, scale, __torch__.honyaku.sampling.unpack(controls, self.integers(marked), settings))
    ops.profiler._record_function_exit(scope)
    return annotate(List[float], chosen.view([-1]).tolist())

  # For tests

  # x [rows, inputs] through a layer of this weight [outputs, inputs] in this form.
  def through_layer(self: __torch__.honyaku.decoder.Decoder, weight: List[float], x: List[float], inputs: int, form: int) -> List[float]:
    layer = __torch__.honyaku.linear.prepare(torch.tensor(weight, dtype=6).to(self.dtype).view([-1, inputs]), None, None, form)
    rows = __torch__.honyaku.linear.rows(torch.tensor(x, dtype=6).to(self.dtype).view([-1, inputs]), None, form)
    return annotate(List[float], __torch__.honyaku.linear.linear(rows, layer).to(7).view([-1]).tolist())

  def raw_logits(self: __torch__.honyaku.decoder.Decoder, copies: List[int], ids: List[int], positions: List[int], rows: List[int], bands: List[int], runs: List[int], prefills: List[int], drawn: List[int]) -> List[float]:
    logits = __torch__.honyaku.linear.linear(self.drawn(copies, ids, positions, rows, bands, runs, prefills, drawn), self.output[0])
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
    control = __torch__.honyaku.sampling.unpack(controls, self.integers(marked), settings)[0]
    return annotate(List[float], __torch__.honyaku.sampling.probabilities(torch.tensor(logits, dtype=6), control).to(7).tolist())

  # Cosines and sines, [positions, head_size / 2] each, of one rotary table.
  def angles(self: __torch__.honyaku.decoder.Decoder, band: int, positions: List[int]) -> List[float]:
    where = self.integers(positions)
    rotation = __torch__.honyaku.rotary.rotation(self.frequencies[0], torch.full_like(where, band), where, self.angle_dtype)
    half = self.head_size // 2
    both = torch.stack([torch.narrow(rotation.cos, 2, half, half), torch.narrow(rotation.sin, 2, half, half)])
    return annotate(List[float], both.to(7).view([-1]).tolist())
