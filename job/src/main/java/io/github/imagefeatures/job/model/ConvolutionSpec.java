package io.github.imagefeatures.job.model;

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
    DEPTHWISE("depthwise_kernel");

    private final String weightName;

    Kind(String weightName) {
      this.weightName = weightName;
    }

    /** What Keras calls the kernel within its layer. */
    String weightName() {
      return weightName;
    }
  }

  boolean depthwise() {
    return kind == Kind.DEPTHWISE;
  }

  int[] kernelShape() {
    return new int[] {size, size, inputs, depthwise() ? 1 : outputs};
  }
}
