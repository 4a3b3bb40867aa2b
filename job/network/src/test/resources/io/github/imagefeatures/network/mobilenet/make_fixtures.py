"""Writes the two weights files of README.md: python make_fixtures.py, with h5py and numpy."""

import gzip
import io

import h5py
import numpy as np

STAGES = [(1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1)]


def convolutions():
    """(layer, batch norm, depthwise, kernel shape, channels), in the order the data flows."""
    yield "Conv1", "bn_Conv1", False, (3, 3, 3, 32), 32
    inputs, index = 32, 0
    for expansion, outputs, repeats in STAGES:
        for _ in range(repeats):
            prefix = f"block_{index}_" if index else "expanded_conv_"
            wide = inputs * expansion
            if expansion > 1:
                yield prefix + "expand", prefix + "expand_BN", False, (1, 1, inputs, wide), wide
            yield prefix + "depthwise", prefix + "depthwise_BN", True, (3, 3, wide, 1), wide
            yield prefix + "project", prefix + "project_BN", False, (1, 1, wide, outputs), outputs
            inputs, index = outputs, index + 1
    yield "Conv_1", "Conv_1_bn", False, (1, 1, 320, 1280), 1280


def layers(depthwise_name):
    """(layer, {weight: array}); every array holds one number only, so that gzip makes it small."""
    yield "input_1", {}
    for index, (layer, norm, depthwise, shape, channels) in enumerate(convolutions(), start=1):
        name = depthwise_name if depthwise else "kernel"
        yield layer, {name: np.full(shape, index / 64, np.float32)}
        yield norm, {
            "gamma": np.full(channels, 2, np.float32),
            "beta": np.full(channels, index, np.float32),
            "moving_mean": np.full(channels, 0.5, np.float32),
            "moving_variance": np.full(channels, 0.249, np.float32),
        }
        yield layer + "_relu", {}


def write(file, fixed_length, suffix, depthwise_name):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as h5:
        encode = (lambda s: s.encode()) if fixed_length else (lambda s: s)
        everything = list(layers(depthwise_name))
        h5.attrs["layer_names"] = [encode(layer) for layer, _ in everything]
        for layer, weights in everything:
            group = h5.create_group(layer)
            paths = {f"{layer}/{name}{suffix}": values for name, values in weights.items()}
            group.attrs["weight_names"] = [encode(path) for path in paths]
            for path, values in paths.items():
                group.create_dataset(path, data=values)
    with open(file, "wb") as out:
        out.write(gzip.compress(memory.getvalue(), 9, mtime=0))


write("fixed_length_names.h5.gz", True, ":0", "depthwise_kernel")
write("variable_length_names.h5.gz", False, "", "kernel")
