package io.github.imagefeatures.image;

import java.io.Serializable;

/**
 * What an image may cost. Both limits are checked before the first pixel is decoded.
 *
 * @param maxBytes the largest file, in bytes; at least 1
 * @param maxPixels the largest width times height; at least 1
 * @serial exclude
 */
public record ImageLimits(long maxBytes, long maxPixels) implements Serializable {
  /** 100 MiB: a photograph of 100 megapixels fits, a film or an archive does not. */
  public static final long DEFAULT_MAX_BYTES = 100L << 20;

  /** The size above which Pillow refuses an image as a decompression bomb, twice 89,478,485. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970L;

  /**
   * The longest side, in pixels, that any limits let through. The resize needs some 60 bytes for
   * each pixel of a side, for weights and for the rows that a weight reaches, so that a single row
   * or column of many million pixels is a bomb too.
   */
  public static final int MAX_SIDE = 1_000_000;

  /** The limits that apply when nobody says otherwise. */
  public static final ImageLimits DEFAULT = new ImageLimits(DEFAULT_MAX_BYTES, DEFAULT_MAX_PIXELS);

  /**
   * Checks the limits themselves.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  public ImageLimits {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "The limit of bytes per image is " + maxBytes + "; give at least 1.");
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "The limit of pixels per image is " + maxPixels + "; give at least 1.");
    }
  }

  /**
   * Checks a file's length.
   *
   * @param length the file's length in bytes
   * @throws RejectedImageException {@code empty} or {@code too_large}
   */
  public void checkLength(long length) throws RejectedImageException {
    if (length <= 0) {
      throw new RejectedImageException(RejectionReason.EMPTY, "The file is empty.");
    }
    if (length > maxBytes) {
      throw new RejectedImageException(
          RejectionReason.TOO_LARGE,
          "The file has " + length + " bytes, more than the limit of " + maxBytes + ".");
    }
  }

  /**
   * Checks what an image's header says of its size.
   *
   * @param width columns, in pixels
   * @param height rows, in pixels
   * @throws RejectedImageException {@code corrupt} or {@code too_large}
   */
  public void checkSize(long width, long height) throws RejectedImageException {
    if (width < 1 || height < 1) {
      throw RejectedImageException.corrupt(
          "The header gives a size of " + width + " x " + height + ".");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > maxPixels) {
      throw new RejectedImageException(
          RejectionReason.TOO_LARGE,
          "The image has "
              + width
              + " x "
              + height
              + " pixels, more than the limit of "
              + maxPixels
              + " in all or "
              + MAX_SIDE
              + " a side.");
    }
  }
}
