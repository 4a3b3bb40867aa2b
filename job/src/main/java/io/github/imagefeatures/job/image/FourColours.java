package io.github.imagefeatures.job.image;

/**
 * Four-component JPEG samples to RGB, by libjpeg's and Pillow's integer formulas.
 *
 * <p>YCCK to CMYK is {@code ycck_cmyk_convert} in libjpeg's {@code jdcolor.c}; CMYK to RGB is
 * {@code cmyk2rgb} in Pillow's {@code src/libImaging/Convert.c}, after Pillow has inverted all four
 * components.
 */
final class FourColours {
  private static final int SCALE_BITS = 16;
  private static final int ONE_HALF = 1 << (SCALE_BITS - 1);

  private FourColours() {}

  /**
   * @param cmyk inverted cyan, magenta, yellow, black, ...
   * @param rgb gets red, green, blue, ...
   * @param pixels how many
   */
  static void invertedCmykToRgb(byte[] cmyk, byte[] rgb, int pixels) {
    for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
      int light = cmyk[in + 3] & 0xFF;
      rgb[out] = shade(255 - (cmyk[in] & 0xFF), light);
      rgb[out + 1] = shade(255 - (cmyk[in + 1] & 0xFF), light);
      rgb[out + 2] = shade(255 - (cmyk[in + 2] & 0xFF), light);
    }
  }

  /**
   * @param ycck luminance, two chrominances, inverted black, ...
   * @param rgb gets red, green, blue, ...
   * @param pixels how many
   */
  static void invertedYcckToRgb(byte[] ycck, byte[] rgb, int pixels) {
    for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
      int y = ycck[in] & 0xFF;
      int cb = (ycck[in + 1] & 0xFF) - 128;
      int cr = (ycck[in + 2] & 0xFF) - 128;
      int light = ycck[in + 3] & 0xFF;
      int green = (-fix(0.34414) * cb - fix(0.71414) * cr + ONE_HALF) >> SCALE_BITS;
      rgb[out] = shade(clip(y + ((fix(1.40200) * cr + ONE_HALF) >> SCALE_BITS)), light);
      rgb[out + 1] = shade(clip(y + green), light);
      rgb[out + 2] = shade(clip(y + ((fix(1.77200) * cb + ONE_HALF) >> SCALE_BITS)), light);
    }
  }

  private static byte shade(int ink, int light) {
    int product = ink * light + 128;
    return (byte) (light - (((product >> 8) + product) >> 8));
  }

  private static int fix(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }

  private static int clip(int sample) {
    return Math.max(0, Math.min(255, sample));
  }
}
