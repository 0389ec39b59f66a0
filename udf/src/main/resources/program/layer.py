# One transformer layer.

class Layer(NamedTuple):
  attention_norm : Tensor        # [hidden]
  attention_input : __torch__.honyaku.linear.Linear      # queries, keys and values, one block after another
  head_norm : Optional[Tensor]   # [heads + key_value_heads, head_size], where queries and keys are normed head by head
  attention_output : __torch__.honyaku.linear.Linear
  mlp_norm : Tensor              # [hidden]
  mlp_up : __torch__.honyaku.linear.Linear
  mlp_gate : __torch__.honyaku.linear.Linear
  mlp_down : __torch__.honyaku.linear.Linear

# What all layers of a step share.
class Step(NamedTuple):
  places : Tensor                # [tokens, key_value_heads]: where keys and values go, see attention.py
  rotation : __torch__.honyaku.rotary.Rotation
  log_n : Optional[Tensor]       # [tokens, 1, 1]: factor of the queries, where any is not 1
  spans : List[__torch__.honyaku.attention.Span]
  epsilon : float
  head_size : int
  single : bool                  # decode attention head by head

# Adds a layer's two branches to the residual stream x [tokens, hidden], in place.
def forward(x: Tensor, layer: __torch__.honyaku.layer.Layer, cache: Tensor, step: __torch__.honyaku.layer.Step) -> Tensor:
  x = torch.add_(x, __torch__.honyaku.layer.attention(x, layer, cache, step))
  return torch.add_(x, __torch__.honyaku.layer.mlp(x, layer, step))

def attention(x: Tensor, layer: __torch__.honyaku.layer.Layer, cache: Tensor, step: __torch__.honyaku.layer.Step) -> Tensor:
  h = __torch__.honyaku.norm.rms(x, layer.attention_norm, step.epsilon)
  projected = __torch__.honyaku.linear.linear(h, layer.attention_input).view([x.size(0), -1, step.head_size])
  keys = cache.size(1)
  queries = projected.size(1) - 2 * keys
  turning = torch.narrow(projected, 1, 0, queries + keys)
  head_norm = layer.head_norm
  if head_norm is not None:
    turning = __torch__.honyaku.norm.rms(turning, head_norm, step.epsilon)
  turned = __torch__.honyaku.rotary.rotate(turning, step.rotation)
  __torch__.honyaku.attention.remember(cache, step.places, torch.narrow(turned, 1, queries, keys), torch.narrow(projected, 1, queries + keys, keys))
  asking = torch.narrow(turned, 1, 0, queries)
  log_n = step.log_n
  if log_n is not None:
    asking = torch.mul(asking, log_n).to(asking.dtype)
  attended = __torch__.honyaku.attention.attend(asking, cache, step.spans, step.single)
  return __torch__.honyaku.linear.linear(attended, layer.attention_output)

# SwiGLU (Shazeer, 2020).
def mlp(x: Tensor, layer: __torch__.honyaku.layer.Layer, step: __torch__.honyaku.layer.Step) -> Tensor:
  h = __torch__.honyaku.norm.rms(x, layer.mlp_norm, step.epsilon)
  up = __torch__.honyaku.linear.linear(h, layer.mlp_up)
  gate = __torch__.honyaku.linear.linear(h, layer.mlp_gate)
  return __torch__.honyaku.linear.linear(torch.mul_(torch.silu_(gate), up), layer.mlp_down)
