package io.github.imagefeatures.table;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.listing.ListedImage;

/**
 * An image that has no features, and why: a row of {@code rejected/}. A bean for Spark.
 *
 * @serial exclude
 */
public class RejectedImage extends ImageRow {
  private static final long serialVersionUID = 1L;

  private long length;
  private String reason;
  private String message;

  /** For Spark's encoder. */
  public RejectedImage() {}

  /**
   * @param image as it was listed
   * @param why reason and sentence
   */
  public RejectedImage(ListedImage image, RejectedImageException why) {
    super(image.path(), image.label());
    length = image.length();
    reason = why.reason().wireName();
    message = why.getMessage();
  }

  /** {@return bytes, as listed} */
  public long getLength() {
    return length;
  }

  /**
   * For Spark's encoder.
   *
   * @param length what the getter gives
   */
  public void setLength(long length) {
    this.length = length;
  }

  /** {@return one of the wire names of {@link io.github.imagefeatures.image.RejectionReason}} */
  public String getReason() {
    return reason;
  }

  /**
   * For Spark's encoder.
   *
   * @param reason what the getter gives
   */
  public void setReason(String reason) {
    this.reason = reason;
  }

  /** {@return one sentence} */
  public String getMessage() {
    return message;
  }

  /**
   * For Spark's encoder.
   *
   * @param message what the getter gives
   */
  public void setMessage(String message) {
    this.message = message;
  }
}
