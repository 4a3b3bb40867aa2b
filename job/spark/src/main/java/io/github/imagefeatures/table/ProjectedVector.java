package io.github.imagefeatures.table;

/**
 * An image's features and their projection on the components: a row of {@code pca/}.
 *
 * @serial exclude
 */
public class ProjectedVector extends FeatureVector {
  private static final long serialVersionUID = 1L;

  private final double[] components;

  /**
   * @param vector the features
   * @param components their projection, one number a component kept
   */
  public ProjectedVector(FeatureVector vector, double[] components) {
    super(vector.getPath(), vector.getLabel(), vector.getFeatures());
    this.components = components;
  }

  /** {@return the projection, one number a component kept} */
  public double[] getComponents() {
    return components;
  }
}
