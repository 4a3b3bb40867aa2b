"""Writes the weights files that the fuzzer begins with: python make_fuzz_seeds.py, into fuzz/ beside it.

They hold the first layers only, so that they stay small: the reader goes through these and then misses
the next one. Each is laid out in another of the ways that HDF5 has. Needs h5py and numpy.
"""

import io
import pathlib

import h5py
import numpy as np

folder = pathlib.Path(__file__).parent / "fuzz"
NORM = "gamma:0", "beta:0", "moving_mean:0", "moving_variance:0"
LAYERS = {
    "Conv1": {"kernel:0": np.full((3, 3, 3, 32), 0.5, np.float32)},
    "bn_Conv1": {name: np.full(32, 0.25, np.float32) for name in NORM},
    "expanded_conv_depthwise": {"depthwise_kernel:0": np.full((3, 3, 32, 1), 2, np.float32)},
}


def linked(dataset, link):
    memory = io.BytesIO(file())
    with h5py.File(memory, "r+") as h5:
        del h5[dataset]
        h5[dataset] = link
    return memory.getvalue()


def file(names=str.encode, libver=None, group="", **storage):
    memory = io.BytesIO()
    with h5py.File(memory, "w", libver=libver) as h5:
        root = h5.create_group(group) if group else h5
        root.attrs["layer_names"] = [names(layer) for layer in LAYERS]
        for layer, weights in LAYERS.items():
            inner = root.create_group(layer)
            inner.attrs["weight_names"] = [names(f"{layer}/{weight}") for weight in weights]
            for weight, values in weights.items():
                inner.create_dataset(f"{layer}/{weight}", data=values, **storage)
    return memory.getvalue()


seeds = {
    "fixed": file(),
    "variable": file(names=str),
    "latest": file(libver="latest"),
    "saved-model": file(group="model_weights"),
    "chunked": file(chunks=True),
    "gzip": file(chunks=True, compression="gzip", shuffle=True, fletcher32=True),
    "lzf": file(chunks=True, compression="lzf"),
    "latest-gzip": file(libver="latest", chunks=True, compression="gzip"),
    "link-in-a-circle": linked("Conv1/Conv1/kernel:0", h5py.SoftLink("/Conv1/Conv1/kernel:0")),
    "link-elsewhere": linked("Conv1/Conv1/kernel:0", h5py.ExternalLink("fixed.h5", "/Conv1/Conv1/kernel:0")),
    "signature": b"\x89HDF\r\n\x1a\n",
    "no-hdf5": b"no HDF5",
}
for name, content in seeds.items():
    (folder / f"{name}.h5").write_bytes(content)
