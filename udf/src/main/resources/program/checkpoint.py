# Tensors out of mapped weight files.

# A weight file as a flat tensor of one type; its bytes are read when they are first needed.
def mapped(files: Dict[str, Tensor], path: str, size: int, dtype: int) -> Tensor:
  key = "{} as {}".format(path, dtype)
  if not torch.__contains__(files, key):
    files[key] = torch.from_file(path, False, size, dtype=dtype)
  return files[key]

# The tensor that begins at byte `offset` of a file of `file_size` bytes and has elements of `width` bytes. A safetensors file may place a
# tensor at any byte; one at an odd place is copied.
def tensor(files: Dict[str, Tensor], path: str, file_size: int, offset: int, dtype: int, width: int, shape: List[int]) -> Tensor:
  count = 1
  for dimension in shape:
    count = count * dimension
  if offset % width == 0:
    whole = __torch__.honyaku.checkpoint.mapped(files, path, file_size // width, dtype)
    flat = torch.narrow(whole, 0, offset // width, count)
  else:
    bytes = __torch__.honyaku.checkpoint.mapped(files, path, file_size, 0)
    flat = torch.view_copy(torch.clone(torch.narrow(bytes, 0, offset, count * width)), dtype=dtype)
  return flat.view(shape)

# A NaN or an infinity spoils a sum, and a sum in the tensor's own type is fast; float16 alone overflows on finite numbers.
def is_finite(tensor: Tensor) -> bool:
  if tensor.dtype == 5:
    total = torch.sum(tensor, dtype=6)
  else:
    total = torch.sum(tensor)
  return bool(torch.isfinite(total))
