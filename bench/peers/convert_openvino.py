"""The checkpoint for OpenVINO, by optimum-intel:  python convert_openvino.py MODEL TARGET bf16|int8

For bf16 the stored weights stay in 16 bits and the device is told to compute in bfloat16; int8 are weights of 8 bits per output channel.
"""

import sys

from optimum.intel import OVModelForCausalLM, OVWeightQuantizationConfig

model, target, precision = sys.argv[1:]
weights = OVWeightQuantizationConfig(bits=8, sym=False) if precision == "int8" else None
OVModelForCausalLM.from_pretrained(
    model, export=True, compile=False, load_in_8bit=False, quantization_config=weights
).save_pretrained(target)
