# Root mean square norm (Zhang and Sennrich, 2019).

# 1 / sqrt(mean(x^2) + epsilon), float32 [..., 1]. One vector norm takes a fifth of the time of the composite operator `rms_norm`.
def factor(wide: Tensor, epsilon: float) -> Tensor:
  length = torch.linalg_vector_norm(wide, 2, [-1], True)
  return torch.rsqrt(torch.add(torch.div(torch.square(length), wide.size(-1)), epsilon))

# x times its factor in float32, cast back, times the weight.
def rms(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
  wide = x.to(6)
  return torch.mul(torch.mul(wide, __torch__.honyaku.norm.factor(wide, epsilon)).to(x.dtype), weight)

# The normed x [tokens, hidden] as linear layers of this form take it. Layers in int8 have the weight inside, and rounding a row to int8 scales it
# anyway, so there the norm is a factor of what comes out.
def rows(x: Tensor, weight: Tensor, epsilon: float, form: int) -> __torch__.honyaku.linear.Rows:
  if __torch__.honyaku.linear.is_int8(form):
    taken = __torch__.honyaku.linear.rows(x, __torch__.honyaku.norm.factor(x.to(6), epsilon), form)
  else:
    taken = __torch__.honyaku.linear.rows(__torch__.honyaku.norm.rms(x, weight, epsilon), None, form)
  return taken
