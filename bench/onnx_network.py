"""Files to features by Pillow and ONNX Runtime: callers of one thread each, in processes of their own, one image a call.

Use: onnx_network.py MODEL.onnx IMAGES COUNT CALLERS
The preprocessing is that of --preprocessing keras-torch, for a network that reads [n, 3, 224, 224] or [n, 224, 224, 3].
Prints one JSON line: images_per_second of all callers together, without their start.
"""

import json
import multiprocessing
import pathlib
import sys
import time

import numpy as np
import onnxruntime
from PIL import Image

MEAN = np.float32([0.485, 0.456, 0.406])
DEVIATION = np.float32([0.229, 0.224, 0.225])
SIDE = 224


def open_session(model):
    global session, name, channels_first
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options)
    name = session.get_inputs()[0].name
    channels_first = session.get_inputs()[0].shape[1] == 3


def features(path):
    image = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    numbers = (np.asarray(image, np.float32) / 255 - MEAN) / DEVIATION
    numbers = np.ascontiguousarray(numbers.transpose(2, 0, 1)) if channels_first else numbers
    return session.run(None, {name: numbers[None]})[0][0]


def main(model, images, count, callers):
    paths = sorted(path for path in pathlib.Path(images).rglob("*") if path.is_file())[:count]
    with multiprocessing.Pool(callers, open_session, (model,)) as pool:
        pool.map(features, paths[: 8 * callers])
        start = time.perf_counter()
        np.stack(pool.map(features, paths, chunksize=16))
        seconds = time.perf_counter() - start
    print(json.dumps({"images_per_second": len(paths) / seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:5]))
