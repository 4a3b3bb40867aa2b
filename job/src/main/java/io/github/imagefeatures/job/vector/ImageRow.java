package io.github.imagefeatures.job.vector;

import java.io.Serializable;

/** What every row about an image begins with. A bean, as Spark's encoders want it. */
public abstract class ImageRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private String path;
  private String label;

  /** For Spark's encoder. */
  protected ImageRow() {}

  /**
   * @param path of the image, as it was listed
   * @param label the name of its folder; empty for an image that lies directly in the root
   */
  protected ImageRow(String path, String label) {
    this.path = path;
    this.label = label;
  }

  /** Of the image, as it was listed. */
  public String getPath() {
    return path;
  }

  /** For Spark's encoder. */
  public void setPath(String path) {
    this.path = path;
  }

  /** The name of the image's folder; empty for an image that lies directly in the root. */
  public String getLabel() {
    return label;
  }

  /** For Spark's encoder. */
  public void setLabel(String label) {
    this.label = label;
  }
}
