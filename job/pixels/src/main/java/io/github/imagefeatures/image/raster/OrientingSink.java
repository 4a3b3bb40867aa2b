package io.github.imagefeatures.image.raster;

import io.github.imagefeatures.image.RowSink;

/** Holds an image until it is whole and passes it on upright. */
public final class OrientingSink implements RowSink {
  private static final int UPRIGHT = 1;
  private static final int FIRST_TRANSPOSED = 5;

  private final int orientation;
  private final RowSink sink;
  private byte[][] pixels;
  private int width;
  private int height;
  private int rows;

  private OrientingSink(int orientation, RowSink sink) {
    this.orientation = orientation;
    this.sink = sink;
  }

  /**
   * A sink that turns an image upright.
   *
   * @param orientation 1 to 8 as in TIFF and EXIF; anything else is as good as 1
   * @param sink gets the upright image
   */
  public static RowSink of(int orientation, RowSink sink) {
    return orientation > UPRIGHT && orientation <= 8 ? new OrientingSink(orientation, sink) : sink;
  }

  /** What is held of each pixel for that orientation. */
  public static int bytesPerPixel(int orientation) {
    return orientation > UPRIGHT && orientation <= 8 ? 3 : 0;
  }

  @Override
  public void begin(int width, int height) {
    this.width = width;
    this.height = height;
    pixels = new byte[height][3 * width];
    rows = 0;
  }

  @Override
  public void row(byte[] rgb, int offset) {
    System.arraycopy(rgb, offset, pixels[rows], 0, 3 * width);
    if (++rows == height) {
      passOn();
    }
  }

  private void passOn() {
    boolean transposed = orientation >= FIRST_TRANSPOSED;
    int columns = transposed ? height : width;
    int lines = transposed ? width : height;
    byte[] line = new byte[3 * columns];
    sink.begin(columns, lines);
    for (int y = 0; y < lines; y++) {
      for (int x = 0; x < columns; x++) {
        System.arraycopy(pixels[row(x, y)], 3 * column(x, y), line, 3 * x, 3);
      }
      sink.row(line, 0);
    }
  }

  /** The row of the stored pixel that is seen at (x, y). */
  private int row(int x, int y) {
    return switch (orientation) {
      case 3, 4 -> height - 1 - y;
      case 5, 8 -> x;
      case 6, 7 -> height - 1 - x;
      default -> y;
    };
  }

  /** The column of the stored pixel that is seen at (x, y). */
  private int column(int x, int y) {
    return switch (orientation) {
      case 2, 3 -> width - 1 - x;
      case 5, 6 -> y;
      case 7, 8 -> width - 1 - y;
      default -> x;
    };
  }
}
