package io.github.imagefeatures.job.run;

import java.io.Serializable;

/** A row of {@code pca/} without its features. A bean, as Spark's encoders want it. */
public class ComponentsRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private String path;
  private String label;
  private double[] components;

  /** Of the image, as it was listed. */
  public String getPath() {
    return path;
  }

  /** For Spark's encoder. */
  public void setPath(String path) {
    this.path = path;
  }

  /** The name of the image's folder. */
  public String getLabel() {
    return label;
  }

  /** For Spark's encoder. */
  public void setLabel(String label) {
    this.label = label;
  }

  /** The projection, one number a component kept. */
  public double[] getComponents() {
    return components;
  }

  /** For Spark's encoder. */
  public void setComponents(double[] components) {
    this.components = components;
  }
}
