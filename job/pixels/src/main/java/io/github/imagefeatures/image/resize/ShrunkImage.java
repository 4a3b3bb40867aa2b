package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.RowSink;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Shrinks an image to fit a square while its rows are coming in: each pixel of the result is the
 * mean of the area that it covers. Proportions stay, and a smaller image keeps its size. The image
 * is never held whole.
 */
public final class ShrunkImage implements RowSink {
  private static final int CHANNELS = 3;

  private final int longestSide;
  private int columns;
  private int width;
  private int height;
  private double pixelsPerColumn;
  private double pixelsPerRow;
  private float[] sums = {};
  private float[] shrunkRow = {};
  private int rowsIn;
  private int rowsExpected;

  /**
   * @param longestSide how long the longer side of the result may be, in pixels
   */
  public ShrunkImage(int longestSide) {
    this.longestSide = longestSide;
  }

  @Override
  public void begin(int imageWidth, int imageHeight) {
    double scale = Math.min(1, (double) longestSide / Math.max(imageWidth, imageHeight));
    width = (int) Math.max(1, Math.round(imageWidth * scale));
    height = (int) Math.max(1, Math.round(imageHeight * scale));
    columns = imageWidth;
    pixelsPerColumn = (double) width / imageWidth;
    pixelsPerRow = (double) height / imageHeight;
    sums = new float[width * height * CHANNELS];
    shrunkRow = new float[width * CHANNELS];
    rowsIn = 0;
    rowsExpected = imageHeight;
  }

  @Override
  public void row(byte[] rgb, int offset) {
    shrinkRow(rgb, offset);
    double top = rowsIn * pixelsPerRow;
    int y = Math.min(height - 1, (int) top);
    double inFirst = Math.min(pixelsPerRow, y + 1 - top);
    addRow(y, (float) inFirst);
    if (y + 1 < height) {
      addRow(y + 1, (float) (pixelsPerRow - inFirst));
    }
    rowsIn++;
  }

  /** Whether every row of the image has come. */
  public boolean isComplete() {
    return rowsExpected > 0 && rowsIn == rowsExpected;
  }

  /** The result, red, green and blue in 8 bits each. */
  public BufferedImage picture() {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int at = i * CHANNELS;
      int pixel = clipped(sums[at]) << 16 | clipped(sums[at + 1]) << 8 | clipped(sums[at + 2]);
      picture.setRGB(i % width, i / width, pixel);
    }
    return picture;
  }

  /** Each column goes, in parts, to one or two pixels: there are never more pixels than columns. */
  private void shrinkRow(byte[] rgb, int offset) {
    Arrays.fill(shrunkRow, 0);
    for (int column = 0; column < columns; column++) {
      double left = column * pixelsPerColumn;
      int x = Math.min(width - 1, (int) left);
      float inFirst = (float) Math.min(pixelsPerColumn, x + 1 - left);
      float inSecond = x + 1 < width ? (float) pixelsPerColumn - inFirst : 0;
      for (int c = 0; c < CHANNELS; c++) {
        int value = rgb[offset + column * CHANNELS + c] & 0xff;
        shrunkRow[x * CHANNELS + c] += inFirst * value;
        if (inSecond > 0) {
          shrunkRow[(x + 1) * CHANNELS + c] += inSecond * value;
        }
      }
    }
  }

  private void addRow(int y, float share) {
    int at = y * width * CHANNELS;
    for (int i = 0; i < shrunkRow.length; i++) {
      sums[at + i] += share * shrunkRow[i];
    }
  }

  private static int clipped(float value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }
}
