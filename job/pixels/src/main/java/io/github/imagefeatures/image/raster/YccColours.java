package io.github.imagefeatures.image.raster;

/**
 * Luminance and chrominance to red, green and blue by libjpeg's integer formulas, {@code
 * build_ycc_rgb_table} and {@code ycc_rgb_convert} in its {@code jdcolor.c}. All values are 0 to
 * 255.
 */
final class YccColours {
  private static final int SCALE_BITS = 16;
  private static final int ONE_HALF = 1 << (SCALE_BITS - 1);
  private static final int CENTRE = 128;
  private static final int RED_TO_RED = fixedPoint(1.40200);
  private static final int RED_TO_GREEN = fixedPoint(0.71414);
  private static final int BLUE_TO_GREEN = fixedPoint(0.34414);
  private static final int BLUE_TO_BLUE = fixedPoint(1.77200);

  private YccColours() {}

  /** Red from luminance and the chrominance of red. */
  static int red(int y, int cr) {
    return clip(y + ((RED_TO_RED * (cr - CENTRE) + ONE_HALF) >> SCALE_BITS));
  }

  /** Green from luminance and both chrominances. */
  static int green(int y, int cb, int cr) {
    int both = -BLUE_TO_GREEN * (cb - CENTRE) - RED_TO_GREEN * (cr - CENTRE) + ONE_HALF;
    return clip(y + (both >> SCALE_BITS));
  }

  /** Blue from luminance and the chrominance of blue. */
  static int blue(int y, int cb) {
    return clip(y + ((BLUE_TO_BLUE * (cb - CENTRE) + ONE_HALF) >> SCALE_BITS));
  }

  private static int clip(int sample) {
    return Math.max(0, Math.min(255, sample));
  }

  private static int fixedPoint(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }
}
