package io.github.imagefeatures.table;

/**
 * An image's features: a row of {@code features/}. A bean, as Spark's encoders want it.
 *
 * @serial exclude
 */
public class FeatureVector extends ImageRow {
  private static final long serialVersionUID = 1L;

  private float[] features;

  /** For Spark's encoder. */
  public FeatureVector() {}

  /**
   * @param path the path of the image, as it was listed
   * @param label the name of its folder; empty for an image that lies directly in the root
   * @param features the numbers, all finite
   */
  public FeatureVector(String path, String label, float[] features) {
    super(path, label);
    this.features = features;
  }

  /** {@return the numbers, all finite} */
  public float[] getFeatures() {
    return features;
  }

  /**
   * For Spark's encoder.
   *
   * @param features what the getter gives
   */
  public void setFeatures(float[] features) {
    this.features = features;
  }
}
