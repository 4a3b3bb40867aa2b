package io.github.imagefeatures.image.raster;

/**
 * Four-component samples to RGB, by libjpeg's and Pillow's integer formulas.
 *
 * <p>YCCK to CMYK is {@code ycck_cmyk_convert} in libjpeg's {@code jdcolor.c}; CMYK to RGB is
 * {@code cmyk2rgb} in Pillow's {@code src/libImaging/Convert.c}.
 */
public enum FourColours {
  /** Cyan, magenta, yellow, black: 0 is no ink. */
  CMYK {
    @Override
    public void toRgb(int[] samples, byte[] rgb, int pixels) {
      for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
        int light = 255 - samples[in + 3];
        rgb[out] = shade(samples[in], light);
        rgb[out + 1] = shade(samples[in + 1], light);
        rgb[out + 2] = shade(samples[in + 2], light);
      }
    }
  },

  /**
   * Cyan, magenta, yellow, black: 255 is no ink, as in Adobe's JPEG, and to Pillow in every JPEG.
   */
  INVERTED_CMYK {
    @Override
    public void toRgb(int[] samples, byte[] rgb, int pixels) {
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
    public void toRgb(int[] samples, byte[] rgb, int pixels) {
      for (int in = 0, out = 0; in < 4 * pixels; in += 4, out += 3) {
        int y = samples[in];
        int cb = samples[in + 1];
        int cr = samples[in + 2];
        int light = samples[in + 3];
        rgb[out] = shade(YccColours.red(y, cr), light);
        rgb[out + 1] = shade(YccColours.green(y, cb, cr), light);
        rgb[out + 2] = shade(YccColours.blue(y, cb), light);
      }
    }
  };

  /**
   * Converts one row.
   *
   * @param samples four a pixel, 0 to 255
   * @param rgb gets red, green, blue, ...
   * @param pixels how many
   */
  public abstract void toRgb(int[] samples, byte[] rgb, int pixels);

  private static byte shade(int ink, int light) {
    int product = ink * light + 128;
    return (byte) (light - (((product >> 8) + product) >> 8));
  }
}
