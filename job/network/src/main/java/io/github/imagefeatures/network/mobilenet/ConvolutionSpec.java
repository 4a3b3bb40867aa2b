package io.github.imagefeatures.network.mobilenet;

import java.util.List;

/**
 * One convolution of the network and the batch normalisation that follows it.
 *
 * @param layer the Keras layer that holds the kernel
 * @param normLayer the Keras layer that holds the batch normalisation
 * @param kind full or depthwise
 * @param size height and width of the kernel
 * @param inputs input channels
 * @param outputs output channels; equal to {@code inputs} when depthwise
 * @param stride in both directions
 * @param activated whether a ReLU6 follows
 */
record ConvolutionSpec(
    String layer,
    String normLayer,
    Kind kind,
    int size,
    int inputs,
    int outputs,
    int stride,
    boolean activated) {

  enum Kind {
    FULL("kernel"),
    // Keras 3 calls it "kernel" as well.
    DEPTHWISE("depthwise_kernel", "kernel");

    private final List<String> weightNames;

    Kind(String... weightNames) {
      this.weightNames = List.of(weightNames);
    }

    /** What Keras calls the kernel within its layer: older versions' name first. */
    List<String> weightNames() {
      return weightNames;
    }
  }

  boolean depthwise() {
    return kind == Kind.DEPTHWISE;
  }

  int[] kernelShape() {
    return new int[] {size, size, inputs, depthwise() ? 1 : outputs};
  }
}
