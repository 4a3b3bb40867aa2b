package io.github.imagefeatures.reduce;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Count, mean and centred cross-products of rows of numbers, enough for a scaler and a principal
 * component analysis.
 *
 * <p>Two of them merge exactly as if their rows had been seen together (Chan, Golub and LeVeque,
 * 1979), which stays accurate when means are large against deviations.
 *
 * @param count rows seen, one or more
 * @param mean the mean of each column
 * @param crossProducts {@code sum over rows of (x - mean)(x - mean)^T}, row by row, symmetric
 */
record Moments(long count, double[] mean, double[] crossProducts) implements Serializable {
  int dimension() {
    return mean.length;
  }

  /** The moments of these rows and {@code other}'s; both stay as they are. */
  Moments plus(Moments other) {
    int d = dimension();
    long total = count + other.count;
    double share = (double) other.count / total;
    double[] difference = new double[d];
    double[] mergedMean = new double[d];
    for (int i = 0; i < d; i++) {
      difference[i] = other.mean[i] - mean[i];
      mergedMean[i] = mean[i] + difference[i] * share;
    }
    double[] merged = new double[d * d];
    for (int i = 0; i < d; i++) {
      double factor = difference[i] * count * share;
      for (int j = 0, at = i * d; j < d; j++, at++) {
        merged[at] = crossProducts[at] + other.crossProducts[at] + factor * difference[j];
      }
    }
    return new Moments(total, mergedMean, merged);
  }

  /**
   * Standard deviation of each column, n - 1 in the denominator; 0 for a single row.
   *
   * @param error a column that varies by no more than this is constant: its deviation is 0
   */
  double[] deviation(double error) {
    int d = dimension();
    double[] deviation = new double[d];
    for (int i = 0; i < d && count > 1; i++) {
      double own = Math.sqrt(crossProducts[i * d + i] / (count - 1));
      deviation[i] = own > error ? own : 0;
    }
    return deviation;
  }

  /** Covariance of the columns, n - 1 in the denominator, row by row. Needs two rows. */
  double[] covariance() {
    double[] covariance = new double[crossProducts.length];
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = crossProducts[i] / (count - 1);
    }
    return covariance;
  }

  /**
   * Covariance of the scaled columns, row by row; a constant column's entries are 0.
   *
   * @param error as in {@link #deviation}
   */
  double[] correlation(double error) {
    int d = dimension();
    double[] inverse = inverseOf(deviation(error));
    double[] correlation = covariance();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        correlation[i * d + j] *= inverse[i] * inverse[j];
      }
    }
    return correlation;
  }

  /** One over each deviation, and 0 for a deviation of 0. */
  static double[] inverseOf(double[] deviation) {
    double[] inverse = new double[deviation.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = deviation[i] == 0 ? 0 : 1 / deviation[i];
    }
    return inverse;
  }

  /** Sends the numbers in one piece, which is quicker than one by one, as Java sends arrays. */
  private Object writeReplace() {
    return new Sent(count, bytes(mean), bytes(crossProducts));
  }

  private static byte[] bytes(double[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
    bytes.asDoubleBuffer().put(numbers);
    return bytes.array();
  }

  private record Sent(long count, byte[] mean, byte[] crossProducts) implements Serializable {
    private Object readResolve() {
      return new Moments(count, numbers(mean), numbers(crossProducts));
    }

    private static double[] numbers(byte[] bytes) {
      double[] numbers = new double[bytes.length / Double.BYTES];
      ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
      return numbers;
    }
  }
}
