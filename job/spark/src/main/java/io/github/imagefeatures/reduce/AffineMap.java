package io.github.imagefeatures.reduce;

import java.io.Serializable;

/**
 * Scaling and projection in one: {@code (x - shift) * factors}.
 *
 * @param shift one number a feature
 * @param factors features x components, row by row
 * @param components columns of the factors
 * @param errors measures what the components leave of a row; null when that cannot be known
 */
record AffineMap(double[] shift, double[] factors, int components, ReconstructionError errors)
    implements Serializable {

  static AffineMap of(Reduction reduction) {
    int k = reduction.components();
    ReconstructionError errors =
        reduction.fittedMean() == null ? null : ReconstructionError.of(reduction);
    if (reduction.scaling() == Scaling.NONE) {
      // As MLlib's PCA alone: not centred.
      return new AffineMap(new double[reduction.mean().length], reduction.loadings(), k, errors);
    }
    double[] inverse = Moments.inverseOf(reduction.deviation());
    double[] scaled = new double[reduction.loadings().length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = reduction.loadings()[i] * inverse[i / k];
    }
    return new AffineMap(reduction.mean(), scaled, k, errors);
  }
}
