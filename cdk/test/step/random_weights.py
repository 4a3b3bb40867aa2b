"""Writes a weights file of MobileNetV2 as Keras lays it out, with seeded random numbers.

usage: random_weights.py FILE
"""

import sys

import h5py
import numpy

# Expansion, channels, repetitions, as in table 2 of the MobileNetV2 paper.
BLOCKS = [(1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1)]
random = numpy.random.default_rng(1)


def convolutions():
    """Of each: its layer, its batch norm's layer, kernel's height, inputs, outputs, whether depthwise."""
    yield "Conv1", "bn_Conv1", 3, 3, 32, False
    inputs, block = 32, 0
    for expansion, outputs, repetitions in BLOCKS:
        for _ in range(repetitions):
            prefix = f"block_{block}_" if block else "expanded_conv_"
            wide = expansion * inputs
            if expansion > 1:
                yield prefix + "expand", prefix + "expand_BN", 1, inputs, wide, False
            yield prefix + "depthwise", prefix + "depthwise_BN", 3, wide, 1, True
            yield prefix + "project", prefix + "project_BN", 1, wide, outputs, False
            inputs, block = outputs, block + 1
    yield "Conv_1", "Conv_1_bn", 1, inputs, 1280, False


def put(file, layer, weights):
    group = file.create_group(layer)
    group.attrs["weight_names"] = [f"{layer}/{name}".encode() for name in weights]
    for name, values in weights.items():
        group[f"{layer}/{name}"] = values.astype(numpy.float32)
    return layer.encode()


with h5py.File(sys.argv[1], "w") as file:
    names = []
    for layer, norm, size, inputs, outputs, depthwise in convolutions():
        fan_in = size * size * (1 if depthwise else inputs)
        kernel = random.normal(0, (2 / fan_in) ** 0.5, (size, size, inputs, outputs))
        names.append(put(file, layer, {"depthwise_kernel:0" if depthwise else "kernel:0": kernel}))
        channels = inputs if depthwise else outputs
        ones, zeros = numpy.ones(channels), numpy.zeros(channels)
        names.append(
            put(file, norm, {"gamma:0": ones, "beta:0": zeros, "moving_mean:0": zeros, "moving_variance:0": ones})
        )
    file.attrs["layer_names"] = names
