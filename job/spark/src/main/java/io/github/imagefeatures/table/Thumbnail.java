package io.github.imagefeatures.table;

import java.io.Serializable;

/**
 * A small picture of an image: a row of {@code thumbnails/}. A bean, as Spark's encoders want it.
 *
 * @serial exclude
 */
public class Thumbnail implements Serializable {
  private static final long serialVersionUID = 1L;

  private String path;
  private byte[] picture;

  /** For Spark's encoder. */
  public Thumbnail() {}

  public Thumbnail(String path, byte[] picture) {
    this.path = path;
    this.picture = picture;
  }

  /** {@return the image's path, as it was listed} */
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

  /** {@return a WebP or JPEG file} */
  public byte[] getPicture() {
    return picture;
  }

  /**
   * For Spark's encoder.
   *
   * @param picture what the getter gives
   */
  public void setPicture(byte[] picture) {
    this.picture = picture;
  }
}
