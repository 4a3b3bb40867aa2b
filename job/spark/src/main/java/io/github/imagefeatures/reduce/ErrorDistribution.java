package io.github.imagefeatures.reduce;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How the reconstruction errors of a set of images are distributed: all of them, or of a large set
 * the quantiles in steps of 1 / {@value #STEPS}.
 *
 * @param images how many there are, one or more
 * @param errors in ascending order: as many as images, or else {@value #STEPS} + 1, of which the
 *     one at {@code i} is the smallest error that {@code i / }{@value #STEPS} of the images do not
 *     exceed
 * @serial exclude
 */
public record ErrorDistribution(long images, double[] errors) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Steps of the quantiles that are kept of a large set. */
  private static final int STEPS = 10_000;

  /** What a product of a share and a whole number may be above the whole number that it is. */
  private static final double ROUNDING = 1e-9;

  /** Refuses what is not such a distribution. */
  public ErrorDistribution {
    if (errors.length < 1 || errors.length != Math.min(images, STEPS + 1)) {
      throw new IllegalArgumentException(
          "errors are as many as images or, of more, %s".formatted(STEPS + 1));
    }
    for (int i = 0; i < errors.length; i++) {
      // Negated so that NaN is refused too.
      if (!(errors[i] >= (i == 0 ? 0 : errors[i - 1])) || Double.isInfinite(errors[i])) {
        throw new IllegalArgumentException("errors are finite, 0 or more, and ascend");
      }
    }
  }

  /**
   * The distribution of these errors.
   *
   * @param errors one an image, in any order, at least one
   * @return all of them, or their quantiles
   */
  public static ErrorDistribution of(double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    if (sorted.length <= STEPS + 1) {
      return new ErrorDistribution(sorted.length, sorted);
    }
    double[] quantiles = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      quantiles[i] = sorted[rank((double) i / STEPS, sorted.length)];
    }
    return new ErrorDistribution(sorted.length, quantiles);
  }

  /**
   * The smallest error that a share of the images do not exceed.
   *
   * @param share 0 to 1
   * @return the error, 0 or more; of a large set that of the next step
   */
  public double quantile(double share) {
    return isWhole()
        ? errors[rank(share, errors.length)]
        : errors[(int) Math.ceil(share * STEPS - ROUNDING)];
  }

  /**
   * The share of the images whose error is not above this one.
   *
   * @param error 0 or more
   * @return 0 to 1; of a large set the step below
   */
  public double shareUpTo(double error) {
    int notAbove = notAbove(error);
    return isWhole()
        ? (double) notAbove / errors.length
        : (double) Math.max(0, notAbove - 1) / STEPS;
  }

  /**
   * The one-sided statistic of Kolmogorov and Smirnov for two samples: the most by which the share
   * of this set up to an error exceeds that of the other (N. Smirnov, "Table for Estimating the
   * Goodness of Fit of Empirical Distributions", Annals of Mathematical Statistics 19, 1948).
   *
   * @param other another set
   * @return 0 where the other's errors are the same or smaller, to 1 where all of them are above
   *     all of these
   */
  public double excessOf(ErrorDistribution other) {
    double excess = 0;
    // Between two of its own errors this share does not grow.
    for (double error : errors) {
      excess = Math.max(excess, shareUpTo(error) - other.shareUpTo(error));
    }
    return excess;
  }

  private boolean isWhole() {
    return errors.length == images;
  }

  private int notAbove(double error) {
    int at = Arrays.binarySearch(errors, Math.nextUp(error));
    int above = at < 0 ? -at - 1 : at;
    while (above > 0 && errors[above - 1] > error) {
      above--;
    }
    return above;
  }

  private static int rank(double share, int count) {
    return Math.max(0, (int) Math.ceil(share * count - ROUNDING) - 1);
  }
}
