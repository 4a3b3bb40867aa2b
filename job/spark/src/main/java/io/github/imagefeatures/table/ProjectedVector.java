package io.github.imagefeatures.table;

/**
 * An image's features and their projection on the components, of which {@code pca/} is made.
 *
 * @serial exclude
 */
public class ProjectedVector extends FeatureVector {
  private static final long serialVersionUID = 1L;

  private final double[] components;
  private final double squaredDistance;
  private final double reconstructionError;
  private final double correctedError;

  /**
   * A vector of which nothing else is known.
   *
   * @param vector the features
   * @param components their projection, one number a component kept
   */
  public ProjectedVector(FeatureVector vector, double[] components) {
    this(vector, components, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * @param vector the features
   * @param components their projection, one number a component kept
   * @param squaredDistance the squared distance of the scaled features from the mean of those that
   *     were fitted; NaN when that mean is not known
   * @param reconstructionError what is left of it when the components are taken off, 0 or more; NaN
   *     when that is not known
   * @param correctedError about what the error would be if the vector, being one of those that were
   *     fitted, had not been among them; NaN when that is not known
   */
  public ProjectedVector(
      FeatureVector vector,
      double[] components,
      double squaredDistance,
      double reconstructionError,
      double correctedError) {
    super(vector.getPath(), vector.getLabel(), vector.getFeatures());
    this.components = components;
    this.squaredDistance = squaredDistance;
    this.reconstructionError = reconstructionError;
    this.correctedError = correctedError;
  }

  /** {@return the projection, one number a component kept} */
  public double[] getComponents() {
    return components;
  }

  /**
   * {@return the squared distance of the scaled features from the mean of those that were fitted;
   * NaN when that mean is not known}
   */
  public double getSquaredDistance() {
    return squaredDistance;
  }

  /**
   * {@return what is left of the squared distance when the components are taken off, 0 or more; NaN
   * when that is not known}
   */
  public double getReconstructionError() {
    return reconstructionError;
  }

  /**
   * {@return about what the error would be if the vector, being one of those that were fitted, had
   * not been among them; NaN when that is not known}
   */
  public double getCorrectedError() {
    return correctedError;
  }
}
