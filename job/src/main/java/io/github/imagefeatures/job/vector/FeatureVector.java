package io.github.imagefeatures.job.vector;

import java.io.Serializable;

/** An image's features: a row of {@code features/}. A bean, as Spark's encoders want it. */
public class FeatureVector implements Serializable {
  private static final long serialVersionUID = 1L;

  private String path;
  private String label;
  private float[] features;

  /** For Spark's encoder. */
  public FeatureVector() {}

  /**
   * @param path of the image, as it was listed
   * @param label the name of its folder; empty for an image that lies directly in the root
   * @param features the numbers, all finite
   */
  public FeatureVector(String path, String label, float[] features) {
    this.path = path;
    this.label = label;
    this.features = features;
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

  /** The numbers, all finite. */
  public float[] getFeatures() {
    return features;
  }

  /** For Spark's encoder. */
  public void setFeatures(float[] features) {
    this.features = features;
  }
}
