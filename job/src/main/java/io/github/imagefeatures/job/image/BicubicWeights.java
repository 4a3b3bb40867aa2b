package io.github.imagefeatures.job.image;

import java.util.Arrays;

/**
 * The weights of Pillow's bicubic filter from one side length to another, in its fixed point.
 *
 * <p>Follows {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} in Pillow's {@code
 * src/libImaging/Resample.c}: a = -0.5, support 2 * max(scale, 1), centre (x + 0.5) * scale,
 * normalised in double precision, then rounded half away from zero to 22 bits.
 */
final class BicubicWeights {
  /** Bits behind the point: 32, less 8 for the sample and 2 for the overshoot. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** One half in that fixed point: where every sum starts, so that it is rounded at the end. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  private static final double A = -0.5;
  private static final double SUPPORT = 2.0;

  private final int inputLength;
  private final int[] first;
  private final int[] offset;
  private final int[] weights;

  /**
   * @param inputLength samples in, at least 1
   * @param outputLength samples out, at least 1
   */
  BicubicWeights(int inputLength, int outputLength) {
    this.inputLength = inputLength;
    first = new int[outputLength];
    offset = new int[outputLength + 1];
    double scale = (double) inputLength / outputLength;
    double filterScale = Math.max(scale, 1.0);
    double support = SUPPORT * filterScale;
    double[] window = new double[(int) Math.ceil(support) * 2 + 1];
    int[] all = new int[outputLength * Math.min(window.length, inputLength)];
    int used = 0;
    for (int x = 0; x < outputLength; x++) {
      double centre = (x + 0.5) * scale;
      int from = Math.max((int) (centre - support + 0.5), 0);
      int to = Math.min((int) (centre + support + 0.5), inputLength);
      fillWindow(window, from, to, centre, 1.0 / filterScale);
      first[x] = from;
      offset[x] = used;
      for (int i = 0; i < to - from; i++) {
        all[used++] = fixedPoint(window[i]);
      }
    }
    offset[outputLength] = used;
    weights = Arrays.copyOf(all, used);
  }

  private static void fillWindow(
      double[] window, int from, int to, double centre, double inverseScale) {
    double sum = 0.0;
    for (int i = 0; i < to - from; i++) {
      window[i] = bicubic((i + from - centre + 0.5) * inverseScale);
      sum += window[i];
    }
    if (sum != 0.0) {
      for (int i = 0; i < to - from; i++) {
        window[i] /= sum;
      }
    }
  }

  private static double bicubic(double x) {
    double t = Math.abs(x);
    if (t < 1.0) {
      return ((A + 2.0) * t - (A + 3.0)) * t * t + 1;
    }
    if (t < 2.0) {
      return (((t - 5) * t + 8) * t - 4) * A;
    }
    return 0.0;
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  /** Samples in. */
  int inputLength() {
    return inputLength;
  }

  /** The input sample that the first weight of output {@code x} belongs to. */
  int first(int x) {
    return first[x];
  }

  /** How many weights output {@code x} has, at least 1. */
  int count(int x) {
    return offset[x + 1] - offset[x];
  }

  /** Where the weights of output {@code x} begin in {@link #weights()}. */
  int offset(int x) {
    return offset[x];
  }

  /** The weights of all outputs, one output after the other; not to be written to. */
  int[] weights() {
    return weights;
  }
}
