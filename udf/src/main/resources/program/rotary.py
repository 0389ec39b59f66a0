# Rotary position embedding (Su et al., 2021), rotate-half form: dimension i < head_size/2 turns with i + head_size/2.

class Rotation(NamedTuple):
  cos : Tensor                   # float32 [tokens, 1, head_size], both halves alike
  sin : Tensor                   # float32 [tokens, 1, head_size], first half negated

# Angles are computed in float32, position times inverse frequency, as the reference does: float64 would differ by
# 1e-3 at position 32,000. `frequencies` is [bands, head_size/2], one row for each rotary table. Sines and cosines are rounded to the
# type `rounded`.
def rotation(frequencies: Tensor, bands: Tensor, positions: Tensor, rounded: int) -> __torch__.honyaku.rotary.Rotation:
  angles = torch.mul(torch.unsqueeze(positions.to(6), 1), torch.index_select(frequencies, 0, bands))
  cos = torch.cos(angles).to(rounded).to(6)
  sin = torch.sin(angles).to(rounded).to(6)
  both_cos = torch.unsqueeze(torch.cat([cos, cos], 1), 1)
  both_sin = torch.unsqueeze(torch.cat([torch.neg(sin), sin], 1), 1)
  return __torch__.honyaku.rotary.Rotation(both_cos, both_sin)

# [tokens, heads, head_size] turned by each token's angles, in float32, cast back.
def rotate(x: Tensor, by: __torch__.honyaku.rotary.Rotation) -> Tensor:
  wide = x.to(6)
  partner = torch.roll(wide, [wide.size(2) // 2], [2])
  return torch.addcmul(torch.mul(wide, by.cos), partner, by.sin).to(x.dtype)

# The inverse frequencies of one rotary table, float32 [head_size/2].
def inverse_frequencies(base: float, head_size: int) -> Tensor:
  exponents = torch.div(torch.arange(0, head_size, 2, dtype=6), head_size)
  return torch.reciprocal(torch.pow(base, exponents))

# Llama 3's scaling of frequencies for `original` trained positions: wavelengths above original / low grow by the factor, those below
# original / high stay, between them the two are blended.
def llama3(frequencies: Tensor, factor: float, low: float, high: float, original: int) -> Tensor:
  turns = torch.div(torch.mul(frequencies, original), 6.283185307179586)
  kept = torch.clamp(torch.div(torch.sub(turns, low), high - low), 0., 1.)
  return torch.mul(frequencies, torch.add(torch.div(torch.rsub(kept, 1.), factor), kept))
