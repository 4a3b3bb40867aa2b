"""Writes a network without its classifier as an ONNX file, with seeded random numbers.

usage: random_networks.py resnet50|vit_s16 FILE

ResNet-50 is that of He et al., 2015, table 1, ViT-S/16 that of Touvron et al., 2020, table 1. Both read [n, 3, 224, 224].
"""

import sys

import numpy
import onnx
from onnx import helper, numpy_helper

SIDE = 224
# Of ResNet-50: channels within and behind the blocks of a stage, how many blocks, stride of the first.
STAGES = [(64, 256, 3, 1), (128, 512, 4, 2), (256, 1024, 6, 2), (512, 2048, 3, 2)]
# Of ViT-S/16: pixels of a patch's side, numbers of a token, heads, blocks.
PATCH, WIDTH, HEADS, BLOCKS = 16, 384, 6, 12
OPSET = 17

random = numpy.random.default_rng(1)
nodes, weights = [], []


def node(operator, sources, name, **attributes):
    nodes.append(helper.make_node(operator, sources, [name], **attributes))
    return name


def tensor(name, numbers):
    weights.append(numpy_helper.from_array(numpy.asarray(numbers), name))
    return name


def drawn(name, shape, mean, deviation):
    return tensor(name, random.normal(mean, deviation, shape).astype(numpy.float32))


def convolution(name, source, inputs, outputs, size, stride, activated=True):
    kernel = drawn(f"{name}.kernel", (outputs, inputs, size, size), 0, (2 / (size * size * inputs)) ** 0.5)
    convolved = node("Conv", [source, kernel], f"{name}.convolved", pads=[size // 2] * 4, strides=[stride] * 2)
    norm = [
        drawn(f"{name}.{part}", outputs, mean, deviation)
        for part, mean, deviation in [("scale", 1, 0.1), ("shift", 0, 0.1), ("mean", 0, 0.1), ("variance", 1, 0)]
    ]
    normal = node("BatchNormalization", [convolved, *norm], f"{name}.normal")
    return node("Relu", [normal], f"{name}.positive") if activated else normal


def residual(name, source, inputs, inner, outputs, stride):
    wide = convolution(f"{name}.a", source, inputs, inner, 1, 1)
    wide = convolution(f"{name}.b", wide, inner, inner, 3, stride)
    wide = convolution(f"{name}.c", wide, inner, outputs, 1, 1, activated=False)
    if inputs != outputs:
        source = convolution(f"{name}.side", source, inputs, outputs, 1, stride, activated=False)
    return node("Relu", [node("Add", [wide, source], f"{name}.sum")], f"{name}.positive")


def resnet50():
    last = convolution("stem", "pixels", 3, 64, 7, 2)
    last = node("MaxPool", [last], "pooled", kernel_shape=[3, 3], pads=[1] * 4, strides=[2, 2])
    channels = 64
    for stage, (inner, outputs, blocks, stride) in enumerate(STAGES):
        for index in range(blocks):
            name = f"stage{stage}.{index}"
            last = residual(name, last, channels, inner, outputs, stride if index == 0 else 1)
            channels = outputs
    node("Flatten", [node("GlobalAveragePool", [last], "mean")], "features")
    return channels


def dense(name, source, inputs, outputs):
    product = node("MatMul", [source, drawn(f"{name}.matrix", (inputs, outputs), 0, inputs**-0.5)], f"{name}.product")
    return node("Add", [product, drawn(f"{name}.bias", outputs, 0, 0.02)], f"{name}.sum")


def normal(name, source):
    scale, shift = drawn(f"{name}.scale", WIDTH, 1, 0.1), drawn(f"{name}.shift", WIDTH, 0, 0.1)
    return node("LayerNormalization", [source, scale, shift], f"{name}.normal")


def heads(name, source, order):
    split = node("Reshape", [source, tensor(f"{name}.shape", [0, 0, HEADS, WIDTH // HEADS])], f"{name}.split")
    return node("Transpose", [split], f"{name}.heads", perm=order)


def attention(name, source):
    query, key, value = (dense(f"{name}.{part}", source, WIDTH, WIDTH) for part in ("query", "key", "value"))
    product = node("MatMul", [heads(f"{name}.q", query, [0, 2, 1, 3]), heads(f"{name}.k", key, [0, 2, 3, 1])], f"{name}.product")
    scale = tensor(f"{name}.scale", numpy.float32((WIDTH // HEADS) ** -0.5))
    shares = node("Softmax", [node("Mul", [product, scale], f"{name}.scaled")], f"{name}.shares", axis=-1)
    seen = node("MatMul", [shares, heads(f"{name}.v", value, [0, 2, 1, 3])], f"{name}.seen")
    seen = node("Transpose", [seen], f"{name}.turned", perm=[0, 2, 1, 3])
    seen = node("Reshape", [seen, tensor(f"{name}.joined", [0, 0, WIDTH])], f"{name}.together")
    return dense(f"{name}.out", seen, WIDTH, WIDTH)


def gelu(name, source):
    inner = node("Erf", [node("Mul", [source, tensor(f"{name}.root", numpy.float32(2**-0.5))], f"{name}.inner")], f"{name}.erf")
    outer = node("Add", [inner, tensor(f"{name}.one", numpy.float32(1))], f"{name}.outer")
    return node("Mul", [node("Mul", [source, outer], f"{name}.double"), tensor(f"{name}.half", numpy.float32(0.5))], f"{name}.gelu")


def vit_s16():
    kernel = drawn("patches.kernel", (WIDTH, 3, PATCH, PATCH), 0, (3 * PATCH * PATCH) ** -0.5)
    patches = node("Conv", ["pixels", kernel], "patches", strides=[PATCH] * 2)
    flat = node("Reshape", [patches, tensor("flat.shape", [0, WIDTH, -1])], "flat")
    tokens = node("Transpose", [flat], "tokens", perm=[0, 2, 1])
    tokens = node("Add", [tokens, drawn("places", (1, (SIDE // PATCH) ** 2, WIDTH), 0, 0.02)], "placed")
    for block in range(BLOCKS):
        name = f"block{block}"
        seen = attention(f"{name}.attention", normal(f"{name}.a", tokens))
        tokens = node("Add", [tokens, seen], f"{name}.seen")
        wide = gelu(name, dense(f"{name}.wide", normal(f"{name}.b", tokens), WIDTH, 4 * WIDTH))
        tokens = node("Add", [tokens, dense(f"{name}.narrow", wide, 4 * WIDTH, WIDTH)], f"{name}.out")
    node("ReduceMean", [normal("last", tokens)], "features", axes=[1], keepdims=0)
    return WIDTH


def main(name, file):
    features = {"resnet50": resnet50, "vit_s16": vit_s16}[name]()
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("pixels", onnx.TensorProto.FLOAT, ["n", 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, ["n", features])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
