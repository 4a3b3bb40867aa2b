package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.OrtException;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;

/**
 * An ONNX file, ready for inference.
 *
 * @param network what it is
 * @param id the SHA-256 of the file and of what else decides the features
 * @param content the whole file
 */
record LoadedOnnx(OnnxNetwork network, String id, byte[] content) implements LoadedNetwork {

  @Override
  public Engine engine() {
    return Engine.ONNXRUNTIME;
  }

  @Override
  public FeatureExtractor open() {
    try {
      return new OnnxExtractor(
          OnnxLibrary.session(content), network.signature(), network.input(), network.channels());
    } catch (OrtException e) {
      throw unreadable(e);
    }
  }

  static WeightsException unreadable(OrtException e) {
    return new WeightsException(
        FailureId.NETWORK_UNREADABLE,
        "ONNX Runtime cannot open the network: %s. Name a whole ONNX file with --network, with its weights inside and of operators that ONNX Runtime has."
            .formatted(OnnxLibrary.reason(e)),
        e);
  }
}
