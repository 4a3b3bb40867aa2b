package io.github.imagefeatures.job.reduce;

import io.github.imagefeatures.job.failure.FailureId;
import io.github.imagefeatures.job.failure.ReductionException;

/**
 * Every principal component of a set of rows; how many of them to keep is decided later.
 *
 * @param loadings dimension x dimension, row by row; column {@code c} is component {@code c}, of
 *     length 1, its largest-magnitude entry positive
 * @param explainedVariance share of the total variance of each component, descending, 0 or more
 * @param rank components whose variance is more than rounding, 1 or more
 */
record PrincipalComponents(double[] loadings, double[] explainedVariance, int rank) {

  /**
   * Eigen-decomposition of the covariance or, with standard scaling, of the correlation.
   *
   * @throws ReductionException when there is nothing to decompose: one row, or all rows equal
   */
  static PrincipalComponents of(Moments moments, Scaling scaling) {
    if (moments.count() < 2) {
      throw new ReductionException(
          FailureId.TOO_FEW_IMAGES,
          "One image has no principal components: give a folder with at least two different images.");
    }
    int d = moments.dimension();
    LinearAlgebra.Eigen eigen =
        LinearAlgebra.eigen(
            scaling == Scaling.STANDARD ? moments.correlation() : moments.covariance(), d);
    double total = 0;
    for (double value : eigen.values()) {
      total += Math.max(value, 0);
    }
    if (total == 0) {
      throw new ReductionException(
          FailureId.EQUAL_FEATURES,
          "All images have the same features, so there are no principal components: give a folder with at least two different images.");
    }
    return descending(eigen, total, moments.count());
  }

  private static PrincipalComponents descending(
      LinearAlgebra.Eigen eigen, double total, long rows) {
    int d = eigen.values().length;
    double[] share = new double[d];
    double[] loadings = new double[d * d];
    for (int c = 0; c < d; c++) {
      int from = d - 1 - c;
      share[c] = Math.max(eigen.values()[from], 0) / total;
      double sign = Math.signum(largest(eigen.vectors(), from * d, d));
      for (int row = 0; row < d; row++) {
        loadings[row * d + c] = sign * eigen.vectors()[from * d + row];
      }
    }
    return new PrincipalComponents(loadings, share, rank(share, rows));
  }

  /** The entry of a vector that is largest in magnitude; the first where two are equal. */
  private static double largest(double[] matrix, int start, int d) {
    double largest = 0;
    for (int i = start; i < start + d; i++) {
      double value = matrix[i];
      if (Math.abs(value) > Math.abs(largest)) {
        largest = value;
      }
    }
    return largest;
  }

  /**
   * Eigenvalues above {@code max(rows, dimension) * machine epsilon * largest}, the customary bound
   * for rounding; rows less their mean have at most {@code rows - 1} dimensions.
   */
  private static int rank(double[] share, long rows) {
    double bound = Math.max(rows, share.length) * Math.ulp(1.0) * share[0];
    int rank = 0;
    while (rank < share.length && share[rank] > bound) {
      rank++;
    }
    return (int) Math.min(rank, rows - 1);
  }

  /** The first {@code k} components, dimension x k, row by row. */
  double[] first(int k) {
    int d = explainedVariance.length;
    double[] first = new double[d * k];
    for (int row = 0; row < d; row++) {
      System.arraycopy(loadings, row * d, first, row * k, k);
    }
    return first;
  }
}
