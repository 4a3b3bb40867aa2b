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
  private byte[] jpeg;

  /** For Spark's encoder. */
  public Thumbnail() {}

  public Thumbnail(String path, byte[] jpeg) {
    this.path = path;
    this.jpeg = jpeg;
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

  /** {@return a JPEG file} */
  public byte[] getJpeg() {
    return jpeg;
  }

  /**
   * For Spark's encoder.
   *
   * @param jpeg what the getter gives
   */
  public void setJpeg(byte[] jpeg) {
    this.jpeg = jpeg;
  }
}
