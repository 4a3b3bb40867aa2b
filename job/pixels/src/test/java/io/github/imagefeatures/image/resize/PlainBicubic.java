package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.Resampling;

/** Pillow's resize written down as it is defined: whole image, two passes, no shortcuts. */
public final class PlainBicubic {
  private PlainBicubic() {}

  /** Resizes an RGB image of 8 bits a sample to side x side. */
  public static byte[] resize(byte[] rgb, int width, int height, int side, Resampling release) {
    boolean muchHigher = height > 100 * width;
    boolean losesMoreRows = height - side > 2 * (width - side);
    boolean verticalFirst =
        height > side && (release == Resampling.PILLOW_12 ? muchHigher : losesMoreRows);
    return verticalFirst
        ? across(down(rgb, width, height, side), width, side, side)
        : down(across(rgb, width, height, side), side, height, side);
  }

  private static byte[] across(byte[] rgb, int width, int height, int side) {
    byte[] result = new byte[height * side * 3];
    for (int x = 0; x < side; x++) {
      int[] range = range(width, side, x);
      int[] weights = weights(width, side, x, range);
      for (int y = 0; y < height; y++) {
        for (int band = 0; band < 3; band++) {
          int sum = 1 << 21;
          for (int i = range[0]; i < range[1]; i++) {
            sum += weights[i - range[0]] * (rgb[(y * width + i) * 3 + band] & 0xFF);
          }
          result[(y * side + x) * 3 + band] = (byte) Math.max(0, Math.min(255, sum >> 22));
        }
      }
    }
    return result;
  }

  private static byte[] down(byte[] rgb, int width, int height, int side) {
    byte[] result = new byte[side * width * 3];
    for (int y = 0; y < side; y++) {
      int[] range = range(height, side, y);
      int[] weights = weights(height, side, y, range);
      for (int i = 0; i < width * 3; i++) {
        int sum = 1 << 21;
        for (int row = range[0]; row < range[1]; row++) {
          sum += weights[row - range[0]] * (rgb[row * width * 3 + i] & 0xFF);
        }
        result[y * width * 3 + i] = (byte) Math.max(0, Math.min(255, sum >> 22));
      }
    }
    return result;
  }

  private static int[] range(int in, int out, int x) {
    double scale = (double) in / out;
    double support = 2 * Math.max(scale, 1);
    double centre = (x + 0.5) * scale;
    int from = Math.max(0, (int) (centre - support + 0.5));
    return new int[] {from, Math.min(in, (int) (centre + support + 0.5))};
  }

  private static int[] weights(int in, int out, int x, int[] range) {
    double scale = (double) in / out;
    double inverse = 1 / Math.max(scale, 1);
    double centre = (x + 0.5) * scale;
    double[] exact = new double[range[1] - range[0]];
    double total = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = cubic(Math.abs((i + range[0] - centre + 0.5) * inverse));
      total += exact[i];
    }
    int[] fixed = new int[exact.length];
    for (int i = 0; i < exact.length; i++) {
      double scaled = exact[i] / total * (1 << 22);
      fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return fixed;
  }

  private static double cubic(double t) {
    double a = -0.5;
    if (t < 1) {
      return ((a + 2) * t - (a + 3)) * t * t + 1;
    }
    return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
  }
}
