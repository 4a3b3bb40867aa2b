package io.github.imagefeatures.job.image;

/**
 * Four-component samples to RGB, by libjpeg's and Pillow's integer formulas.
 *
 * <p>YCCK to CMYK is {@code ycck_cmyk_convert} in libjpeg's {@code jdcolor.c}; CMYK to RGB is
 * {@code cmyk2rgb} in Pillow's {@code src/libImaging/Convert.c}.
 */
enum FourColours {
  /** Cyan, magenta, yellow, black: 0 is no ink. */
  CMYK {
    @Override
    void toRgb(int[] samples, byte[] rgb, int pixels) {
      for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
        int light = 255 - samples[in + 3];
        rgb[out] = shade(samples[in], light);
        rgb[out + 1] = shade(samples[in + 1], light);
        rgb[out + 2] = shade(samples[in + 2], light);
      }
    }
  },

  /** The same, 255 is no ink: as Adobe writes it to JPEG, and Pillow assumes of all JPEG. */
  INVERTED_CMYK {
    @Override
    void toRgb(int[] samples, byte[] rgb, int pixels) {
      for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
        int light = samples[in + 3];
        rgb[out] = shade(255 - samples[in], light);
        rgb[out + 1] = shade(255 - samples[in + 1], light);
        rgb[out + 2] = shade(255 - samples[in + 2], light);
      }
    }
  },

  /** Inverted CMYK with cyan, magenta and yellow turned into luminance and two chrominances. */
  INVERTED_YCCK {
    @Override
    void toRgb(int[] samples, byte[] rgb, int pixels) {
      for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
        int luminance = samples[in];
        int blueness = samples[in + 1] - 128;
        int redness = samples[in + 2] - 128;
        int light = samples[in + 3];
        int cyan = luminance + ((RED_TO_RED * redness + ONE_HALF) >> SCALE_BITS);
        int magenta =
            luminance
                + ((-BLUE_TO_GREEN * blueness - RED_TO_GREEN * redness + ONE_HALF) >> SCALE_BITS);
        int yellow = luminance + ((BLUE_TO_BLUE * blueness + ONE_HALF) >> SCALE_BITS);
        rgb[out] = shade(clip(cyan), light);
        rgb[out + 1] = shade(clip(magenta), light);
        rgb[out + 2] = shade(clip(yellow), light);
      }
    }
  };

  private static final int SCALE_BITS = 16;
  private static final int ONE_HALF = 1 << (SCALE_BITS - 1);
  private static final int RED_TO_RED = fixedPoint(1.40200);
  private static final int RED_TO_GREEN = fixedPoint(0.71414);
  private static final int BLUE_TO_GREEN = fixedPoint(0.34414);
  private static final int BLUE_TO_BLUE = fixedPoint(1.77200);

  /**
   * Converts one row.
   *
   * @param samples four a pixel, 0 to 255
   * @param rgb gets red, green, blue, ...
   * @param pixels how many
   */
  abstract void toRgb(int[] samples, byte[] rgb, int pixels);

  private static byte shade(int ink, int light) {
    int product = ink * light + 128;
    return (byte) (light - (((product >> 8) + product) >> 8));
  }

  private static int clip(int sample) {
    return Math.max(0, Math.min(255, sample));
  }

  private static int fixedPoint(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }
}
