package io.github.imagefeatures.reduce;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.ReductionException;
import java.util.Arrays;

/**
 * Every principal component of a set of rows; how many of them to keep is decided later.
 *
 * @param loadings dimension x dimension, row by row; column {@code c} is component {@code c}, of
 *     length 1, its largest-magnitude entry positive; or 0 beyond the rank
 * @param variance what each component explains
 * @param rank components whose variance is more than rounding, 1 or more
 */
record PrincipalComponents(double[] loadings, ExplainedVariance variance, int rank) {

  /**
   * Eigen-decomposition of the covariance or, with standard scaling, of the correlation.
   *
   * @param error how far two computations of one feature may lie apart; 0 for exact rows
   * @throws ReductionException when there is nothing to decompose: one row, or all rows equal
   */
  static PrincipalComponents of(Moments moments, Scaling scaling, double error) {
    if (moments.count() < 2) {
      throw new ReductionException(
          FailureId.TOO_FEW_IMAGES,
          "One image has no principal components: give a folder with at least two different images, or choose --fit-from an earlier run or --features-only.");
    }
    int d = moments.dimension();
    LinearAlgebra.Eigen eigen =
        LinearAlgebra.eigen(
            scaling == Scaling.STANDARD ? moments.correlation(error) : moments.covariance(),
            d,
            moments.count() - 1);
    double total = 0;
    for (double value : eigen.values()) {
      total += Math.max(value, 0);
    }
    int rank = total == 0 ? 0 : rank(eigen, moments.count(), errors(moments, scaling, error));
    if (rank == 0) {
      throw new ReductionException(
          FailureId.EQUAL_FEATURES,
          "All images have the same features, so there are no principal components: give a folder with at least two different images, or choose --fit-from an earlier run or --features-only.");
    }
    return descending(eigen, d, total, rank);
  }

  /** The error of each column as it is decomposed: divided by the deviation where that is done. */
  private static double[] errors(Moments moments, Scaling scaling, double error) {
    double[] errors = new double[moments.dimension()];
    Arrays.fill(errors, error);
    if (scaling == Scaling.STANDARD) {
      double[] inverse = Moments.inverseOf(moments.deviation(error));
      Arrays.setAll(errors, i -> errors[i] * inverse[i]);
    }
    return errors;
  }

  private static PrincipalComponents descending(
      LinearAlgebra.Eigen eigen, int d, double total, int rank) {
    int found = eigen.values().length;
    double[] share = new double[d];
    double[] loadings = new double[d * d];
    for (int c = 0; c < found; c++) {
      int from = found - 1 - c;
      share[c] = Math.max(eigen.values()[from], 0) / total;
      double sign = Math.signum(largest(eigen.vectors(), from * d, d));
      for (int row = 0; row < d; row++) {
        loadings[row * d + c] = sign * eigen.vectors()[from * d + row];
      }
    }
    return new PrincipalComponents(loadings, ExplainedVariance.of(share), rank);
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
   * for rounding, and above the variance that the columns' errors may have along the eigenvector;
   * rows less their mean have at most {@code rows - 1} dimensions.
   */
  private static int rank(LinearAlgebra.Eigen eigen, long rows, double[] errors) {
    int d = errors.length;
    int found = eigen.values().length;
    double rounding = Math.max(rows, d) * Math.ulp(1.0) * eigen.values()[found - 1];
    int rank = 0;
    while (rank < found
        && eigen.values()[found - 1 - rank]
            > Math.max(rounding, variance(errors, eigen.vectors(), (found - 1 - rank) * d))) {
      rank++;
    }
    return (int) Math.min(rank, rows - 1);
  }

  /** The variance of independent columns of these deviations along the vector at {@code start}. */
  private static double variance(double[] deviations, double[] vectors, int start) {
    double sum = 0;
    for (int i = 0; i < deviations.length; i++) {
      double along = deviations[i] * vectors[start + i];
      sum += along * along;
    }
    return sum;
  }

  /** The first {@code k} components, dimension x k, row by row. */
  double[] first(int k) {
    int d = variance.size();
    double[] first = new double[d * k];
    for (int row = 0; row < d; row++) {
      System.arraycopy(loadings, row * d, first, row * k, k);
    }
    return first;
  }
}
