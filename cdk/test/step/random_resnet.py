"""Writes ResNet-50 without its classifier (He et al., 2015, table 1) as an ONNX file, with seeded random numbers.

usage: random_resnet.py FILE
"""

import sys

import numpy
import onnx
from onnx import helper, numpy_helper

# Channels within and behind the blocks of a stage, how many blocks, stride of the first.
STAGES = [(64, 256, 3, 1), (128, 512, 4, 2), (256, 1024, 6, 2), (512, 2048, 3, 2)]
random = numpy.random.default_rng(1)
nodes, weights = [], []


def convolution(name, source, inputs, outputs, size, stride, activated=True):
    numbers = random.normal(0, (2 / (size * size * inputs)) ** 0.5, (outputs, inputs, size, size))
    weights.append(numpy_helper.from_array(numbers.astype(numpy.float32), f"{name}.kernel"))
    nodes.append(
        helper.make_node(
            "Conv", [source, f"{name}.kernel"], [f"{name}.convolved"], pads=[size // 2] * 4, strides=[stride] * 2
        )
    )
    norm = {"scale": (1, 0.1), "shift": (0, 0.1), "mean": (0, 0.1), "variance": (1, 0)}
    for part, (mean, deviation) in norm.items():
        numbers = random.normal(mean, deviation, outputs).astype(numpy.float32)
        weights.append(numpy_helper.from_array(numbers, f"{name}.{part}"))
    parts = [f"{name}.{part}" for part in norm]
    nodes.append(helper.make_node("BatchNormalization", [f"{name}.convolved", *parts], [f"{name}.normal"]))
    return activation(f"{name}.normal") if activated else f"{name}.normal"


def activation(source):
    nodes.append(helper.make_node("Relu", [source], [f"{source}.positive"]))
    return f"{source}.positive"


def block(name, source, inputs, inner, outputs, stride):
    wide = convolution(f"{name}.a", source, inputs, inner, 1, 1)
    wide = convolution(f"{name}.b", wide, inner, inner, 3, stride)
    wide = convolution(f"{name}.c", wide, inner, outputs, 1, 1, activated=False)
    if inputs != outputs:
        source = convolution(f"{name}.side", source, inputs, outputs, 1, stride, activated=False)
    nodes.append(helper.make_node("Add", [wide, source], [f"{name}.sum"]))
    return activation(f"{name}.sum")


last = convolution("stem", "pixels", 3, 64, 7, 2)
nodes.append(helper.make_node("MaxPool", [last], ["pooled"], kernel_shape=[3, 3], pads=[1] * 4, strides=[2, 2]))
last, channels = "pooled", 64
for stage, (inner, outputs, blocks, stride) in enumerate(STAGES):
    for index in range(blocks):
        last = block(f"stage{stage}.{index}", last, channels, inner, outputs, stride if index == 0 else 1)
        channels = outputs
nodes.append(helper.make_node("GlobalAveragePool", [last], ["mean"]))
nodes.append(helper.make_node("Flatten", ["mean"], ["features"]))
graph = helper.make_graph(
    nodes,
    "resnet50",
    [helper.make_tensor_value_info("pixels", onnx.TensorProto.FLOAT, ["n", 3, 224, 224])],
    [helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, ["n", channels])],
    weights,
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, sys.argv[1])
