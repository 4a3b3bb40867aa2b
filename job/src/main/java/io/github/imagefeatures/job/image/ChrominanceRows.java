package io.github.imagefeatures.job.image;

/**
 * Interpolates chrominance between rows where a decoder has only repeated it, and turns the result
 * into RGB.
 *
 * <p>Follows {@code h1v2_fancy_upsample} in libjpeg-turbo's {@code jdsample.c}: each row takes
 * three quarters of its own chrominance and one of its neighbour's, above for even rows and below
 * for odd ones; at the edges it is its own neighbour.
 */
final class ChrominanceRows implements RowSink {
  private static final int BIAS_ABOVE = 1;
  private static final int BIAS_BELOW = 2;

  private final RowSink sink;
  private byte[] oddRow = new byte[0];
  private byte[] rgb = new byte[0];
  private int width;
  private int height;
  private int y;

  /**
   * @param sink gets RGB
   */
  ChrominanceRows(RowSink sink) {
    this.sink = sink;
  }

  @Override
  public void begin(int width, int height) {
    this.width = width;
    this.height = height;
    y = 0;
    if (oddRow.length < 3 * width) {
      oddRow = new byte[3 * width];
      rgb = new byte[3 * width];
    }
    sink.begin(width, height);
  }

  /** Takes luminance and chrominances, the latter the same in an even row and the one below. */
  @Override
  public void row(byte[] ycc, int offset) {
    boolean even = (y & 1) == 0;
    if (even && y > 0) {
      passOn(oddRow, 0, ycc, offset, BIAS_BELOW);
      passOn(ycc, offset, oddRow, 0, BIAS_ABOVE);
    } else if (even) {
      passOn(ycc, offset, ycc, offset, BIAS_ABOVE);
    } else {
      System.arraycopy(ycc, offset, oddRow, 0, 3 * width);
      if (y == height - 1) {
        passOn(oddRow, 0, oddRow, 0, BIAS_BELOW);
      }
    }
    y++;
  }

  private void passOn(byte[] own, int at, byte[] neighbour, int neighbourAt, int bias) {
    for (int i = 0; i < 3 * width; i += 3) {
      int luminance = own[at + i] & 0xFF;
      int cb = mix(own[at + i + 1], neighbour[neighbourAt + i + 1], bias);
      int cr = mix(own[at + i + 2], neighbour[neighbourAt + i + 2], bias);
      rgb[i] = (byte) YccColours.red(luminance, cr);
      rgb[i + 1] = (byte) YccColours.green(luminance, cb, cr);
      rgb[i + 2] = (byte) YccColours.blue(luminance, cb);
    }
    sink.row(rgb, 0);
  }

  private static int mix(byte own, byte neighbour, int bias) {
    return (3 * (own & 0xFF) + (neighbour & 0xFF) + bias) >> 2;
  }
}
