package io.github.imagefeatures.job.model;

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
}
