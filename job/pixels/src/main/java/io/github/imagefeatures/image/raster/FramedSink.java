package io.github.imagefeatures.image.raster;

import io.github.imagefeatures.image.RowSink;

/** Puts an image somewhere on a larger canvas of one colour and passes the canvas on. */
public final class FramedSink implements RowSink {
  private final int width;
  private final int height;
  private final int left;
  private final int top;
  private final RowSink sink;
  private final byte[] emptyRow;
  private final byte[] framedRow;
  private int imageWidth;
  private int imageHeight;
  private int rowsToCome;

  /**
   * @param width columns of the canvas
   * @param height rows of the canvas
   * @param left columns left of the image
   * @param top rows above the image
   * @param colour red, green, blue of the canvas
   * @param sink gets the canvas
   */
  public FramedSink(int width, int height, int left, int top, byte[] colour, RowSink sink) {
    this.width = width;
    this.height = height;
    this.left = left;
    this.top = top;
    this.sink = sink;
    emptyRow = new byte[3 * width];
    for (int i = 0; i < emptyRow.length; i++) {
      emptyRow[i] = colour[i % 3];
    }
    framedRow = emptyRow.clone();
  }

  @Override
  public void begin(int imageWidth, int imageHeight) {
    this.imageWidth = imageWidth;
    this.imageHeight = imageHeight;
    rowsToCome = imageHeight;
    sink.begin(width, height);
    passOnEmptyRows(top);
  }

  @Override
  public void row(byte[] rgb, int offset) {
    System.arraycopy(rgb, offset, framedRow, 3 * left, 3 * imageWidth);
    sink.row(framedRow, 0);
    if (--rowsToCome == 0) {
      passOnEmptyRows(height - top - imageHeight);
    }
  }

  private void passOnEmptyRows(int count) {
    for (int i = 0; i < count; i++) {
      sink.row(emptyRow, 0);
    }
  }
}
