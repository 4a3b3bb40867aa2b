package io.github.imagefeatures.reduce;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How far a row lies from the plane of the components kept: the squared reconstruction error, which
 * control charts know as the squared prediction error, or Q (J. E. Jackson and G. S. Mudholkar,
 * "Control Procedures for Residuals Associated With Principal Component Analysis", Technometrics
 * 21, 1979).
 *
 * <p>With {@code z} a row less the mean of the fitted ones and divided by their deviations, and
 * {@code W} the components kept, which are of length 1 and orthogonal to one another, the error is
 * {@code |z - W W'z|^2 = |z|^2 - |W'z|^2}: the squared distance from the mean, less the squared
 * length of the centred components. So it costs no second product. What is smaller than rounding
 * may have left in that difference, {@code dimension * machine epsilon * |z|^2}, counts as 0.
 *
 * @param mean of the fitted rows
 * @param inverse one over their deviations; 0 for a constant feature, 1 where nothing is scaled
 * @param offset the components of the mean, where the projection does not centre; else 0
 * @param images rows that were fitted; 0 when that is not known
 * @param squares of each centred component, added up over the fitted rows
 */
record ReconstructionError(
    double[] mean, double[] inverse, double[] offset, long images, double[] squares)
    implements Serializable {

  /**
   * @param reduction whose fitted mean is known
   */
  static ReconstructionError of(Reduction reduction) {
    double[] mean = reduction.fittedMean();
    int k = reduction.components();
    double[] inverse = new double[mean.length];
    double[] offset = new double[k];
    if (reduction.scaling() == Scaling.STANDARD) {
      inverse = Moments.inverseOf(reduction.deviation());
    } else {
      Arrays.fill(inverse, 1);
      for (int i = 0; i < reduction.loadings().length; i++) {
        offset[i % k] += mean[i / k] * reduction.loadings()[i];
      }
    }
    return new ReconstructionError(mean, inverse, offset, reduction.images(), squares(reduction));
  }

  /** Eigenvalues are shares of the whole variance, which is 1 for each feature that is scaled. */
  private static double[] squares(Reduction reduction) {
    boolean scaled = reduction.scaling() == Scaling.STANDARD;
    double variance =
        Arrays.stream(reduction.deviation())
            .map(deviation -> scaled ? Math.signum(deviation) : deviation * deviation)
            .sum();
    double rows = reduction.images() - 1.0;
    return Arrays.stream(reduction.variance().shares(), 0, reduction.components())
        .map(share -> share * variance * rows)
        .toArray();
  }

  /**
   * {@return the squared distance of a scaled row from the mean}
   *
   * @param features of the row
   */
  double squaredDistance(float[] features) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double z = (features[i] - mean[i]) * inverse[i];
      sum += z * z;
    }
    return sum;
  }

  /**
   * About what the components would leave of a fitted row if they had been fitted to the others
   * alone: the row has drawn them to itself, the more the fewer the rows. Its error is divided by
   * {@code (1 - h)^2}, where the leverage {@code h} is {@code 1 / n} plus the sum over components
   * of {@code score^2 / sum of all rows' score^2} (H. Martens and T. Naes, "Multivariate
   * Calibration", Wiley 1989, leverage correction). No error is larger than the squared distance
   * from the mean of the others, {@code |z|^2 (n / (n - 1))^2}.
   *
   * @param error of the row
   * @param squaredDistance of the row
   * @param components of the row
   * @return the error, 0 or more; NaN when it is not known what was fitted
   */
  double corrected(double error, double squaredDistance, double[] components) {
    if (images < 2) {
      return Double.NaN;
    }
    double leverage = 1.0 / images;
    for (int c = 0; c < components.length; c++) {
      double centred = components[c] - offset[c];
      leverage += centred * centred / squares[c];
    }
    double others = images / (images - 1.0);
    double most = squaredDistance * others * others;
    double free = 1 - leverage;
    return free > 0 ? Math.min(error / (free * free), most) : most;
  }

  /**
   * {@return what the components leave of it, 0 or more}
   *
   * @param squaredDistance of the row
   * @param components of the row
   */
  double of(double squaredDistance, double[] components) {
    double kept = 0;
    for (int c = 0; c < components.length; c++) {
      double centred = components[c] - offset[c];
      kept += centred * centred;
    }
    double left = squaredDistance - kept;
    return left > mean.length * Math.ulp(1.0) * squaredDistance ? left : 0;
  }
}
