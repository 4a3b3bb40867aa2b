package io.github.imagefeatures.image;

/**
 * An image that cannot become features. It says something about the image, not about the program,
 * so it carries no stack trace and costs next to nothing to throw.
 */
public final class RejectedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why the image was rejected. */
  private final RejectionReason reason;

  /**
   * @param reason why the image was rejected
   * @param message one sentence for the person who looks after the images
   */
  public RejectedImageException(RejectionReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /**
   * An image whose file is damaged or incomplete.
   *
   * @param message one sentence for the person who looks after the images
   */
  public static RejectedImageException corrupt(String message) {
    return new RejectedImageException(RejectionReason.CORRUPT, message);
  }

  /**
   * An image of a kind that is not decoded.
   *
   * @param message one sentence for the person who looks after the images
   */
  public static RejectedImageException unsupported(String message) {
    return new RejectedImageException(RejectionReason.UNSUPPORTED, message);
  }

  /** {@return why the image was rejected} */
  public RejectionReason reason() {
    return reason;
  }
}
