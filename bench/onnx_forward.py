"""The forward pass alone in ONNX Runtime: callers of one thread each, one image a call.

Use: onnx_forward.py MODEL.onnx INPUTS FEATURES CALLERS IMAGES_PER_CALLER
INPUTS holds images of 224 x 224 x 3 float32, FEATURES gets 1,280 float32 for each of them.
Prints one JSON line: images_per_second of all callers together.
"""

import json
import sys
import threading
import time

import numpy as np
import onnxruntime

SHAPE = (224, 224, 3)


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options)


def call(own_session, images, count):
    name = own_session.get_inputs()[0].name
    for i in range(count):
        at = i % len(images)
        own_session.run(None, {name: images[at : at + 1]})


def in_every_caller(sessions, images, count):
    callers = [threading.Thread(target=call, args=(each, images, count)) for each in sessions]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


def main(model, inputs, features, callers, count):
    images = np.fromfile(inputs, "<f4").reshape((-1, *SHAPE))
    sessions = [session(model) for _ in range(callers)]
    in_every_caller(sessions, images, max(1, count // 20))
    start = time.perf_counter()
    in_every_caller(sessions, images, count)
    seconds = time.perf_counter() - start
    name = sessions[0].get_inputs()[0].name
    rows = [sessions[0].run(None, {name: images[i : i + 1]})[0][0] for i in range(len(images))]
    np.stack(rows).astype("<f4").tofile(features)
    print(json.dumps({"images_per_second": callers * count / seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:6]))
