package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.Resizing.CentreCrop;
import io.github.imagefeatures.image.Resizing.Margin;
import java.util.Arrays;

/** Pillow's resize written down as it is defined: whole image, two passes, no shortcuts. */
public final class PlainResize {
  private static final int BANDS = 3;

  private PlainResize() {}

  /** Resizes an RGB image of 8 bits a sample, and cuts the centre out if the input wants that. */
  public static byte[] resize(
      byte[] rgb, int width, int height, InputSpec input, Resampling release) {
    if (!(input.resizing() instanceof CentreCrop crop)) {
      return resize(rgb, width, height, input.width(), input.height(), input.filter(), release);
    }
    int shorter = Math.min(width, height);
    int columns = (int) ((long) crop.shortestEdge() * width / shorter);
    int rows = (int) ((long) crop.shortestEdge() * height / shorter);
    byte[] whole = resize(rgb, width, height, columns, rows, input.filter(), release);
    int left = before(columns - input.width(), crop.margin());
    int top = before(rows - input.height(), crop.margin());
    return cut(whole, columns, left, top, input);
  }

  private static int before(int cutOff, Margin margin) {
    boolean up = margin == Margin.HALF_EVEN && cutOff % 4 == 3;
    return cutOff / 2 + (up ? 1 : 0);
  }

  private static byte[] cut(byte[] whole, int columns, int left, int top, InputSpec input) {
    byte[] centre = new byte[input.numbers()];
    int length = input.width() * BANDS;
    for (int y = 0; y < input.height(); y++) {
      System.arraycopy(whole, ((top + y) * columns + left) * BANDS, centre, y * length, length);
    }
    return centre;
  }

  private static byte[] resize(
      byte[] rgb, int width, int height, int columns, int rows, Filter filter, Resampling release) {
    boolean muchHigher = height > 100 * width;
    boolean losesMoreRows = height - rows > 2 * (width - columns);
    boolean verticalFirst =
        height > rows && (release == Resampling.PILLOW_12 ? muchHigher : losesMoreRows);
    return verticalFirst
        ? across(down(rgb, width, height, rows, filter), width, rows, columns, filter)
        : down(across(rgb, width, height, columns, filter), columns, height, rows, filter);
  }

  private static byte[] across(byte[] rgb, int width, int height, int columns, Filter filter) {
    if (width == columns) {
      return rgb;
    }
    byte[] result = new byte[height * columns * BANDS];
    for (int x = 0; x < columns; x++) {
      int[] range = range(width, columns, x, filter);
      int[] weights = weights(width, columns, x, range, filter);
      for (int y = 0; y < height; y++) {
        for (int band = 0; band < BANDS; band++) {
          int sum = 1 << 21;
          for (int i = range[0]; i < range[1]; i++) {
            sum += weights[i - range[0]] * (rgb[(y * width + i) * BANDS + band] & 0xFF);
          }
          result[(y * columns + x) * BANDS + band] = clipped(sum);
        }
      }
    }
    return result;
  }

  private static byte[] down(byte[] rgb, int width, int height, int rows, Filter filter) {
    if (height == rows) {
      return rgb;
    }
    byte[] result = new byte[rows * width * BANDS];
    for (int y = 0; y < rows; y++) {
      int[] range = range(height, rows, y, filter);
      int[] weights = weights(height, rows, y, range, filter);
      for (int i = 0; i < width * BANDS; i++) {
        int sum = 1 << 21;
        for (int row = range[0]; row < range[1]; row++) {
          sum += weights[row - range[0]] * (rgb[row * width * BANDS + i] & 0xFF);
        }
        result[y * width * BANDS + i] = clipped(sum);
      }
    }
    return result;
  }

  private static byte clipped(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> 22));
  }

  private static int[] range(int in, int out, int x, Filter filter) {
    double scale = (double) in / out;
    double support = (filter.ordinal() + 1) * Math.max(scale, 1);
    double centre = (x + 0.5) * scale;
    int from = Math.max(0, (int) (centre - support + 0.5));
    return new int[] {from, Math.min(in, (int) (centre + support + 0.5))};
  }

  private static int[] weights(int in, int out, int x, int[] range, Filter filter) {
    double scale = (double) in / out;
    double inverse = 1 / Math.max(scale, 1);
    double centre = (x + 0.5) * scale;
    double[] exact = new double[range[1] - range[0]];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = weight(filter, Math.abs((i + range[0] - centre + 0.5) * inverse));
    }
    double total = 0;
    for (double weight : exact) {
      total += weight;
    }
    double sum = total;
    return Arrays.stream(exact).mapToInt(weight -> fixed(weight / sum * (1 << 22))).toArray();
  }

  private static int fixed(double scaled) {
    return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static double weight(Filter filter, double t) {
    return switch (filter) {
      case BILINEAR -> Math.max(0, 1 - t);
      case BICUBIC -> cubic(t);
      case LANCZOS -> t < 3 ? sinc(t) * sinc(t / 3) : 0;
    };
  }

  private static double cubic(double t) {
    double a = -0.5;
    if (t < 1) {
      return ((a + 2) * t - (a + 3)) * t * t + 1;
    }
    return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
  }

  private static double sinc(double t) {
    return t == 0 ? 1 : Math.sin(t * Math.PI) / (t * Math.PI);
  }
}
