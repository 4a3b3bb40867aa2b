package io.github.imagefeatures.reduce;

import java.io.Serializable;

/**
 * Scaling and projection in one: {@code (x - shift) * factors}.
 *
 * @param shift one number a feature
 * @param factors features x components, row by row
 * @param components columns of the factors
 */
record AffineMap(double[] shift, double[] factors, int components) implements Serializable {

  static AffineMap of(Reduction reduction) {
    int k = reduction.components();
    if (reduction.scaling() == Scaling.NONE) {
      // As MLlib's PCA alone: not centred.
      return new AffineMap(new double[reduction.mean().length], reduction.loadings(), k);
    }
    double[] inverse = Moments.inverseOf(reduction.deviation());
    double[] scaled = new double[reduction.loadings().length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = reduction.loadings()[i] * inverse[i / k];
    }
    return new AffineMap(reduction.mean(), scaled, k);
  }
}
