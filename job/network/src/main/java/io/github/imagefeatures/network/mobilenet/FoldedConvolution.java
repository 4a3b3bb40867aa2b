package io.github.imagefeatures.network.mobilenet;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A convolution with its batch normalisation folded in.
 *
 * @param kernel the scaled kernel
 * @param bias one number an output channel
 */
record FoldedConvolution(Kernel kernel, float[] bias) implements Serializable {
  /** Part {@code part} of {@code parts} of the output channels; when depthwise, of its channels. */
  FoldedConvolution outputs(int part, int parts) {
    int size = bias.length / parts;
    return new FoldedConvolution(
        kernel.outputs(part, parts), Arrays.copyOfRange(bias, part * size, (part + 1) * size));
  }

  /**
   * Part {@code part} of {@code parts} of the input channels. The first part keeps the bias, so
   * that the results of all parts add up to the whole's.
   */
  FoldedConvolution inputs(int part, int parts) {
    return new FoldedConvolution(
        kernel.inputs(part, parts), part == 0 ? bias : new float[bias.length]);
  }
}
