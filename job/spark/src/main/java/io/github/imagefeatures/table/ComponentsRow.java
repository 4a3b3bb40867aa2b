package io.github.imagefeatures.table;

/**
 * An image's components, as {@code pca/} has them.
 *
 * @serial exclude
 */
public class ComponentsRow extends ImageRow {
  private static final long serialVersionUID = 1L;

  private final double[] components;

  /**
   * @param path the path of the image, as it was listed
   * @param label the label of the image
   * @param components its projection, one number a component kept
   */
  public ComponentsRow(String path, String label, double[] components) {
    super(path, label);
    this.components = components;
  }

  /** {@return the projection, one number a component kept} */
  public double[] getComponents() {
    return components;
  }
}
