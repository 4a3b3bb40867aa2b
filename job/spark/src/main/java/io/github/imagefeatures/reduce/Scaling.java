package io.github.imagefeatures.reduce;

/** What happens to the features before the principal component analysis. */
public enum Scaling {
  /**
   * Each feature minus its mean, divided by its standard deviation (n - 1 in the denominator), as
   * MLlib's {@code StandardScaler(withMean, withStd)}; a constant feature becomes 0.
   */
  STANDARD,
  /**
   * Features as they are, as MLlib's {@code PCA} alone: the components are those of the covariance,
   * and the projections are not centred.
   */
  NONE
}
