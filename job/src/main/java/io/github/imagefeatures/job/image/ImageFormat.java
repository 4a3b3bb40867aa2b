package io.github.imagefeatures.job.image;

/** The image formats that are known, told apart by how a file's content begins. */
enum ImageFormat {
  JPEG("FF D8 FF"),
  PNG("89 50 4E 47 0D 0A 1A 0A");

  private final byte[] signature;

  ImageFormat(String signature) {
    String[] parts = signature.split(" ");
    this.signature = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      this.signature[i] = (byte) Integer.parseInt(parts[i], 16);
    }
  }

  /**
   * Recognises a file by its content.
   *
   * @param content the file
   * @param length bytes of it
   * @throws RejectedImageException {@code not_an_image} if it begins like none
   */
  static ImageFormat of(byte[] content, int length) throws RejectedImageException {
    for (ImageFormat format : values()) {
      if (format.begins(content, length)) {
        return format;
      }
    }
    throw new RejectedImageException(
        RejectionReason.NOT_AN_IMAGE, "The content is in no known image format.");
  }

  private boolean begins(byte[] content, int length) {
    if (length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (content[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
