"""The checkpoint for CTranslate2, with int8 weights:  python convert_ctranslate2.py MODEL TARGET"""

import sys

from ctranslate2.converters import TransformersConverter

TransformersConverter(sys.argv[1], low_cpu_mem_usage=True).convert(sys.argv[2], quantization="int8", force=True)
