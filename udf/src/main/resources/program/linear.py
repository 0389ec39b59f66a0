# A linear layer. All of the program's matrix products with weights go through `linear`.

class Linear(NamedTuple):
  weight : Tensor                # [outputs, inputs], or oneDNN's packed form of it
  bias : Optional[Tensor]        # [outputs]
  packed : bool

# oneDNN's packed form is the faster one on CPUs, in both precisions; it is a copy, so the mapped file is read once.
def prepare(weight: Tensor, bias: Optional[Tensor], packed: bool) -> __torch__.honyaku.linear.Linear:
  if packed:
    weight = ops.mkldnn._reorder_linear_weight(weight, None)
  return __torch__.honyaku.linear.Linear(weight, bias, packed)

# [tokens, inputs] -> [tokens, outputs]
def linear(x: Tensor, layer: __torch__.honyaku.linear.Linear) -> Tensor:
  if layer.packed:
    none = annotate(List[Optional[number]], [])
    y = ops.mkldnn._linear_pointwise(x, layer.weight, layer.bias, "none", none, "")
  else:
    y = torch.linear(x, layer.weight, layer.bias)
  return y
