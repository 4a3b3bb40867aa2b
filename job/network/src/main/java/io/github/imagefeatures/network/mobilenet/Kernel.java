package io.github.imagefeatures.network.mobilenet;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A convolution kernel in TensorFlow's layout.
 *
 * @param shape {@code [height, width, input channels, output channels]}; for a depthwise kernel the
 *     last is the channel multiplier, 1 throughout MobileNetV2
 * @param values the numbers, last axis fastest
 */
record Kernel(int[] shape, float[] values) implements Serializable {
  Kernel {
    if (shape.length != 4 || Arrays.stream(shape).reduce(1, (a, b) -> a * b) != values.length) {
      throw new IllegalArgumentException(
          "a kernel of shape " + Arrays.toString(shape) + " has not " + values.length + " values");
    }
  }

  /** Part {@code part} of {@code parts} of the output channels; when depthwise, of its channels. */
  Kernel outputs(int part, int parts) {
    boolean depthwise = shape[3] == 1;
    return part(depthwise ? 2 : 3, part, parts);
  }

  /** Part {@code part} of {@code parts} of the input channels. */
  Kernel inputs(int part, int parts) {
    return part(2, part, parts);
  }

  private Kernel part(int axis, int part, int parts) {
    int inner = Arrays.stream(shape, axis, shape.length).reduce(1, (a, b) -> a * b);
    int[] partShape = shape.clone();
    partShape[axis] /= parts;
    float[] partValues = new float[values.length / parts];
    int run = inner / parts;
    for (int from = 0; from < partValues.length; from += run) {
      System.arraycopy(values, from * parts + part * run, partValues, from, run);
    }
    return new Kernel(partShape, partValues);
  }
}
