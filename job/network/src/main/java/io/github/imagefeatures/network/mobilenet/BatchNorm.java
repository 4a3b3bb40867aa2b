package io.github.imagefeatures.network.mobilenet;

/**
 * The four vectors of a trained batch normalisation, one number a channel.
 *
 * @param gamma scale
 * @param beta offset
 * @param mean moving mean
 * @param variance moving variance, not negative
 */
record BatchNorm(float[] gamma, float[] beta, float[] mean, float[] variance) {
  /** What Keras' MobileNetV2 adds to the variance. */
  static final double EPSILON = 1e-3;

  /**
   * Folds this normalisation into the convolution before it, so that inference needs no
   * normalisation at all: with {@code s = gamma / sqrt(variance + epsilon)}, {@code s * (k * x -
   * mean) + beta = (s k) * x + (beta - s mean)}. The factors are computed in double.
   *
   * <p>The channels run fastest in a full kernel ({@code [h, w, in, out]}) and, as {@code in *
   * multiplier} of them, in a depthwise one ({@code [h, w, in, multiplier]}) too.
   *
   * @param kernel the convolution's kernel, full or depthwise
   * @return the kernel times {@code s} and the bias
   */
  FoldedConvolution fold(Kernel kernel) {
    int channels = gamma.length;
    double[] scale = new double[channels];
    float[] bias = new float[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
      bias[c] = (float) (beta[c] - mean[c] * scale[c]);
    }
    float[] folded = new float[kernel.values().length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (float) (kernel.values()[i] * scale[i % channels]);
    }
    return new FoldedConvolution(new Kernel(kernel.shape(), folded), bias);
  }
}
