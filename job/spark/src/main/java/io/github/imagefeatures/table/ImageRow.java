package io.github.imagefeatures.table;

import java.io.Serializable;

/**
 * What every row about an image begins with. A bean, as Spark's encoders want it.
 *
 * @serial exclude
 */
public abstract class ImageRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private String path;
  private String label;

  /** For Spark's encoder. */
  protected ImageRow() {}

  /**
   * @param path the path of the image, as it was listed
   * @param label the name of its folder; empty for an image that lies directly in the root
   */
  protected ImageRow(String path, String label) {
    this.path = path;
    this.label = label;
  }

  /** {@return the path of the image, as it was listed} */
  public String getPath() {
    return path;
  }

  /**
   * For Spark's encoder.
   *
   * @param path what the getter gives
   */
  public void setPath(String path) {
    this.path = path;
  }

  /** {@return the name of the image's folder; empty for an image that lies directly in the root} */
  public String getLabel() {
    return label;
  }

  /**
   * For Spark's encoder.
   *
   * @param label what the getter gives
   */
  public void setLabel(String label) {
    this.label = label;
  }
}
