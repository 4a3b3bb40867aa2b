package io.github.imagefeatures.network.onnx;

import java.util.List;
import java.util.Random;

/** Small networks in ONNX form, to test with. */
public final class OnnxModel {
  private OnnxModel() {}

  /**
   * A network whose features are the means of an image's channels, times a matrix.
   *
   * @param features how many
   * @param seed of the matrix
   * @param shape of the input, images and channels first; -1 is free
   */
  public static byte[] ofMeans(int features, long seed, long... shape) {
    return new OnnxGraph()
        .input("pixels", shape)
        .node("GlobalAveragePool", List.of("pixels"), "pooled")
        .node("Flatten", List.of("pooled"), "means")
        .weights("matrix", matrix(features, seed), 3, features)
        .node("MatMul", List.of("means", "matrix"), "features")
        .output("features", shape[0], features)
        .bytes();
  }

  /** A network with a token for each pixel, whose features are the pixel's channels. */
  public static byte[] ofPixels(int height, int width) {
    int pixels = height * width;
    return new OnnxGraph()
        .input("pixels", -1, height, width, 3)
        .weights("shape", new long[] {-1, pixels, 3})
        .node("Reshape", List.of("pixels", "shape"), "tokens")
        .output("tokens", -1, pixels, 3)
        .bytes();
  }

  /** The numbers of {@link #ofMeans}, a row for each channel. */
  public static float[] matrix(int features, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[3 * features];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Weights of float32 that lie in another file. */
  static OnnxGraph.Fields elsewhere(String name, String file, long... shape) {
    return tensor -> {
      for (long length : shape) {
        tensor.writeInt64(1, length);
      }
      tensor.writeInt32(2, OnnxGraph.FLOAT);
      tensor.writeString(8, name);
      tensor.writeByteArray(
          13,
          OnnxGraph.message(
              entry -> {
                entry.writeString(1, "location");
                entry.writeString(2, file);
              }));
      tensor.writeInt32(14, 1);
    };
  }
}
