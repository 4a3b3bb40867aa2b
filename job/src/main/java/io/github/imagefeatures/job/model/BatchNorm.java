package io.github.imagefeatures.job.model;

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
   * @param kernel the convolution's kernel
   * @param depthwise whether the channel this normalises is the kernel's third axis rather than its
   *     last
   * @return the kernel times {@code s} and the bias
   */
  FoldedConvolution fold(Kernel kernel, boolean depthwise) {
    int channels = gamma.length;
    int multiplier = depthwise ? kernel.shape()[3] : 1;
    double[] scale = new double[channels];
    float[] bias = new float[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
      bias[c] = (float) (beta[c] - mean[c] * scale[c]);
    }
    float[] folded = new float[kernel.values().length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (float) (kernel.values()[i] * scale[(i / multiplier) % channels]);
    }
    return new FoldedConvolution(new Kernel(kernel.shape(), folded), bias);
  }
}
