package io.github.imagefeatures.image;

import java.util.Locale;

/**
 * Which release of Pillow an image is resized like. They use the same filters and differ only in
 * which of its two passes comes first; since the result of each pass is rounded to 8 bits, that
 * moves single levels.
 */
public enum Resampling {
  /**
   * Pillow 12.2: the vertical pass comes first in an image that is more than a hundred times as
   * high as wide. The rule is in {@code Image.resize} of Pillow's {@code src/PIL/Image.py}. Pillow
   * 11 and earlier always ran the horizontal pass first.
   */
  PILLOW_12 {
    @Override
    public boolean isVerticalFirst(int width, int height, long resizedWidth, long resizedHeight) {
      return height > resizedHeight && height > 100L * width;
    }
  },

  /**
   * Pillow 13.0: the vertical pass comes first where it takes away more than twice as many rows as
   * the horizontal pass takes away columns. The rule is in {@code ImagingResampleInner} of Pillow's
   * {@code src/libImaging/Resample.c}.
   */
  PILLOW_13 {
    @Override
    public boolean isVerticalFirst(int width, int height, long resizedWidth, long resizedHeight) {
      return height > resizedHeight && height - resizedHeight > 2 * (width - resizedWidth);
    }
  };

  /** The one that applies when nobody says otherwise: the newest. */
  public static final Resampling DEFAULT = PILLOW_13;

  /** {@return the name written to files and given on the command line, such as pillow-13} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether the vertical pass comes first. What is cut off afterwards does not matter.
   *
   * @param width columns of the image
   * @param height rows of the image
   * @param resizedWidth columns of the whole resized image
   * @param resizedHeight rows of the whole resized image
   */
  public abstract boolean isVerticalFirst(
      int width, int height, long resizedWidth, long resizedHeight);
}
