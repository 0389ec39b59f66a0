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
  fused : bool                   # attention by the fused operator, which is the fast one on GPUs only

# Adds a layer's two branches to the residual stream x [tokens, hidden], in place.
def forward(x: Tensor, layer: __torch__.honyaku.layer.Layer, cache: Tensor, step: __torch__.honyaku.layer.Step) -> Tensor:
  x = torch.add_(x, __torch__.honyaku.layer.attention(x, layer, cache, step))
  return __torch__.honyaku.layer.add_mlp(x, layer, step)

# The last layer, of which only these tokens are looked at: the others' keys and values are kept, and that is all.
def forward_last(x: Tensor, drawn: Tensor, layer: __torch__.honyaku.layer.Layer, cache: Tensor, step: __torch__.honyaku.layer.Step) -> Tensor:
  x = torch.add_(x, __torch__.honyaku.layer.attention(x, layer, cache, step))
  return __torch__.honyaku.layer.add_mlp(torch.index_select(x, 0, drawn), layer, step)

# The second branch, so many tokens at a time that the wide activations stay in the CPU's cache.
def add_mlp(x: Tensor, layer: __torch__.honyaku.layer.Layer, step: __torch__.honyaku.layer.Step) -> Tensor:
  for some in torch.split(x, 256, 0):
    torch.add_(some, __torch__.honyaku.layer.mlp(some, layer, step))
  return x

def attention(x: Tensor, layer: __torch__.honyaku.layer.Layer, cache: Tensor, step: __torch__.honyaku.layer.Step) -> Tensor:
  h = __torch__.honyaku.norm.rows(x, layer.attention_norm, step.epsilon, layer.attention_input.form)
  projected = __torch__.honyaku.linear.linear(h, layer.attention_input).view([x.size(0), -1, step.head_size])
  keys = cache.size(1)
  queries = projected.size(1) - 2 * keys
  turning = torch.narrow(projected, 1, 0, queries + keys)
  head_norm = layer.head_norm
  if head_norm is not None:
    turning = __torch__.honyaku.norm.rms(turning, head_norm, step.epsilon)
  turned = __torch__.honyaku.rotary.rotate(turning, step.rotation)
  values = torch.narrow(projected, 1, queries + keys, keys)
  scope = ops.profiler._record_function_enter_new("honyaku.attention", None)
  __torch__.honyaku.attention.remember(cache, step.places, torch.narrow(turned, 1, queries, keys).to(cache.dtype), values.to(cache.dtype))
  asking = torch.narrow(turned, 1, 0, queries)
  log_n = step.log_n
  if log_n is not None:
    asking = torch.mul(asking, log_n)
  attended = __torch__.honyaku.attention.attend(asking.to(cache.dtype), cache, step.spans, step.fused)
  ops.profiler._record_function_exit(scope)
  return __torch__.honyaku.linear.linear(__torch__.honyaku.linear.rows(attended, None, layer.attention_output.form), layer.attention_output)

def mlp(x: Tensor, layer: __torch__.honyaku.layer.Layer, step: __torch__.honyaku.layer.Step) -> Tensor:
  h = __torch__.honyaku.norm.rows(x, layer.mlp_norm, step.epsilon, layer.mlp_gate.form)
  return __torch__.honyaku.linear.linear(__torch__.honyaku.linear.gated(h, layer.mlp_gate, layer.mlp_up), layer.mlp_down)
