# A linear layer. All of the program's matrix products with weights go through here, in one of six forms:
#   0  plain: the weight as it is, on any device
#   1  packed: oneDNN's own order of the weight, float32 or bfloat16
#   2  as 1, at most 64 rows at a time: in float32 with AVX2, oneDNN sums more than 80 rows in another order
#   3  int8 weights, activations as unsigned bytes shifted by 128, which AVX-512 VNNI multiplies
#   4  int8 weights, activations as signed bytes, which AMX multiplies
#   5  as 3, with weights of 7 bits: older CPUs sum two products in 16 bits, and 2 x 255 x 64 is what fits
# In int8 every output of a weight and every row of activations has a scale of its own, and products are summed in integers: what comes
# out for a row is exactly the same whatever the other rows are.

def is_int8(form: int) -> bool:
  return form >= 3

def is_signed(form: int) -> bool:
  return form == 4

class Linear(NamedTuple):
  parts : List[Tensor]           # the weight [outputs, inputs], perhaps packed, perhaps cut into ranges of inputs
  bias : Optional[Tensor]        # [outputs]
  scales : List[Tensor]          # int8: float32 [outputs], int32 zeros [outputs]
  form : int

# What a layer takes in. Layers that share an input share this.
class Rows(NamedTuple):
  values : Tensor                # [tokens, inputs]
  scale : Optional[Tensor]       # int8: float32 [tokens, 1]

# How many inputs a packed layer has beyond x. In bfloat16 oneDNN takes another kernel for few rows where the inputs are no multiple of 32, and it
# sums in another order; so zeros fill them up.
def filling(x: Tensor) -> int:
  count = 0
  if x.dtype == 15:
    count = (32 - x.size(1) % 32) % 32
  return count

# In float32 oneDNN sums wide inputs in another order where there are few rows; within so many it keeps to one.
def packed(weight: Tensor) -> List[Tensor]:
  parts = annotate(List[Tensor], [])
  whole = weight
  widest = weight.size(1)
  if weight.dtype == 6:
    widest = 2048
  filling = __torch__.honyaku.linear.filling(weight)
  if filling > 0:
    whole = torch.constant_pad_nd(weight, [0, filling])
    widest = whole.size(1)
  for part in torch.split(whole, widest, 1):
    parts.append(ops.mkldnn._reorder_linear_weight(torch.contiguous(part), None))
  return parts

# Rounds to whole numbers up to `largest` by output, some rows at a time: the weight in float32 would be four times as large. The weight of
# the norm before the layer, [inputs], is multiplied into it.
def quantised(weight: Tensor, norm: Optional[Tensor], largest: float) -> Tuple[Tensor, Tensor]:
  whole = torch.empty(weight.size(), dtype=1)
  scales = torch.empty([weight.size(0)], dtype=6)
  rows = max(1, 4194304 // weight.size(1))
  for i in range((weight.size(0) + rows - 1) // rows):
    count = min(rows, weight.size(0) - i * rows)
    wide = torch.narrow(weight, 0, i * rows, count).to(6)
    if norm is not None:
      wide = torch.mul(wide, norm)
    scale = torch.clamp_(torch.div(torch.amax(torch.abs(wide), [1], True), largest), 1e-30)
    torch.copy_(torch.narrow(whole, 0, i * rows, count), torch.round_(torch.div(wide, scale)))
    torch.copy_(torch.narrow(scales, 0, i * rows, count), torch.squeeze(scale, 1))
  return (whole, scales)

def prepare(weight: Tensor, bias: Optional[Tensor], norm: Optional[Tensor], form: int) -> __torch__.honyaku.linear.Linear:
  parts = [weight]
  scales = annotate(List[Tensor], [])
  if form == 1 or form == 2:
    parts = __torch__.honyaku.linear.packed(weight)
  if __torch__.honyaku.linear.is_int8(form):
    largest = 127.
    if form == 5:
      largest = 64.
    whole, scale = __torch__.honyaku.linear.quantised(weight, norm, largest)
    parts = [ops.onednn.qlinear_prepack(whole, None)]
    scales = [scale, torch.zeros([scale.size(0)], dtype=3)]
  return __torch__.honyaku.linear.Linear(parts, bias, scales, form)

# x [tokens, inputs] as a layer of this form takes it. `factor` [tokens, 1] is multiplied into what comes out.
def rows(x: Tensor, factor: Optional[Tensor], form: int) -> __torch__.honyaku.linear.Rows:
  filling = __torch__.honyaku.linear.filling(x)
  if (form == 1 or form == 2) and filling > 0:
    taken = __torch__.honyaku.linear.Rows(torch.constant_pad_nd(x, [0, filling]), None)
  elif not __torch__.honyaku.linear.is_int8(form):
    taken = __torch__.honyaku.linear.Rows(x, None)
  else:
    wide = x.to(6)
    largest = torch.clamp_(torch.amax(torch.abs(wide), [1], True), 1e-30)
    whole = torch.mul(wide, torch.div(127., largest))
    if __torch__.honyaku.linear.is_signed(form):
      whole = torch.round_(whole).to(1)
    else:
      # What is positive is rounded by cutting it off: one pass.
      whole = torch.add_(whole, 128.5).to(0)
    scale = torch.div_(largest, 127.)
    if factor is not None:
      scale = torch.mul_(scale, factor)
    taken = __torch__.honyaku.linear.Rows(whole, scale)
  return taken

# float32 [tokens, outputs], still without the rows' scale and the bias.
def product(x: Tensor, layer: __torch__.honyaku.linear.Linear) -> Tensor:
  zero = 128
  if __torch__.honyaku.linear.is_signed(layer.form):
    zero = 0
  return ops.onednn.qlinear_pointwise(x, 1., zero, layer.parts[0], layer.scales[0], layer.scales[1], None, 1., 0, 6, "none", annotate(List[Optional[number]], []), "")

# In place. libtorch's own silu takes another exponential function for what is left over at the end of each thread's share, so that in float32 a
# number depends on how much stands beside it.
def silu(x: Tensor) -> Tensor:
  if x.dtype == 6:
    y = torch.div_(x, torch.add_(torch.exp_(torch.neg(x)), 1))
  else:
    y = torch.silu_(x)
  return y

# One or more ranges of inputs through packed weights; `after` is what oneDNN does to each number on its way out.
def ranges(x: Tensor, layer: __torch__.honyaku.linear.Linear, after: str) -> Tensor:
  none = annotate(List[Optional[number]], [])
  if len(layer.parts) == 1:
    y = ops.mkldnn._linear_pointwise(x, layer.parts[0], layer.bias, after, none, "")
  else:
    pieces = torch.split(x, 2048, 1)
    y = ops.mkldnn._linear_pointwise(torch.contiguous(pieces[0]), layer.parts[0], layer.bias, "none", none, "")
    for i in range(len(pieces) - 1):
      y = torch.add_(y, ops.mkldnn._linear_pointwise(torch.contiguous(pieces[i + 1]), layer.parts[i + 1], None, "none", none, ""))
    if torch.eq(after, "swish"):
      y = __torch__.honyaku.linear.silu(y)
  return y

def through(x: Tensor, layer: __torch__.honyaku.linear.Linear, after: str) -> Tensor:
  if layer.form == 2:
    some = annotate(List[Tensor], [])
    for part in torch.split(x, 64, 0):
      some.append(__torch__.honyaku.linear.ranges(part, layer, after))
    y = torch.cat(some, 0)
  else:
    y = __torch__.honyaku.linear.ranges(x, layer, after)
  return y

# [tokens, inputs] -> [tokens, outputs], and what each row is still to be multiplied by, [tokens, 1].
def unscaled(x: __torch__.honyaku.linear.Rows, layer: __torch__.honyaku.linear.Linear) -> Tuple[Tensor, Optional[Tensor]]:
  scale = annotate(Optional[Tensor], None)
  if x.scale is not None and layer.bias is None:
    y = __torch__.honyaku.linear.product(x.values, layer)
    scale = x.scale
  else:
    y = __torch__.honyaku.linear.linear(x, layer)
  return (y, scale)

# [tokens, inputs] -> [tokens, outputs]
def linear(x: __torch__.honyaku.linear.Rows, layer: __torch__.honyaku.linear.Linear) -> Tensor:
  scale = x.scale
  if scale is not None:
    y = torch.mul_(__torch__.honyaku.linear.product(x.values, layer), scale)
    bias = layer.bias
    if bias is not None:
      y = torch.add_(y, bias)
  elif layer.form > 0:
    y = __torch__.honyaku.linear.through(x.values, layer, "none")
  else:
    y = torch.linear(x.values, layer.parts[0], layer.bias)
  return y

# silu(gate(x)) * up(x), the inside of SwiGLU (Shazeer, 2020), as the next layer takes it.
def gated(x: __torch__.honyaku.linear.Rows, gate: __torch__.honyaku.linear.Linear, up: __torch__.honyaku.linear.Linear) -> __torch__.honyaku.linear.Rows:
  factor = annotate(Optional[Tensor], None)
  scale = x.scale
  if scale is not None and up.bias is None and gate.bias is None:
    # Rows are scaled anyway before they are rounded again: no pass over them for the scales outside of the exponential.
    gates = __torch__.honyaku.linear.product(x.values, gate)
    open = torch.div_(gates, torch.add_(torch.exp_(torch.mul(gates, torch.neg(scale))), 1))
    inside = torch.mul_(open, __torch__.honyaku.linear.product(x.values, up))
    factor = torch.square(scale)
  elif gate.form == 1 and len(up.parts) == 1:
    open = __torch__.honyaku.linear.through(x.values, gate, "swish")
    inside = ops.mkldnn._linear_pointwise(x.values, open, up.parts[0], up.bias, "mul")
  else:
    open = __torch__.honyaku.linear.silu(__torch__.honyaku.linear.linear(x, gate))
    inside = torch.mul_(open, __torch__.honyaku.linear.linear(x, up))
  return __torch__.honyaku.linear.rows(inside, factor, gate.form)
