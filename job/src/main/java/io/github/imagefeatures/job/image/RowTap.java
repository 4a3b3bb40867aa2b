package io.github.imagefeatures.job.image;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * A raster that keeps nothing: each row that a reader puts into it goes on to a {@link RowSink}.
 * The JDK's JPEG reader decodes into a row of its own and copies that to its destination; with this
 * as the destination, no image is ever held whole.
 *
 * <p>That reader decodes an image of several scans once for each, from coarse to fine; only the
 * last of these passes is wanted.
 */
final class RowTap extends WritableRaster {
  private static final ColorModel RGB =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          DataBuffer.TYPE_BYTE);

  private static final int[] RED_GREEN_BLUE = {0, 1, 2};

  private final RowSink sink;
  private final int wantedPass;
  private int pass;

  /**
   * @param width columns, in pixels
   * @param height rows, in pixels
   * @param wantedPass the first pass whose rows go on, counted from 1
   * @param sink gets the rows of that pass, and of any after it from the beginning again
   */
  RowTap(int width, int height, int wantedPass, RowSink sink) {
    super(
        new PixelInterleavedSampleModel(
            DataBuffer.TYPE_BYTE, width, height, 3, 3 * width, RED_GREEN_BLUE),
        new DataBufferByte(1),
        new Point());
    this.sink = sink;
    this.wantedPass = wantedPass;
  }

  /** This raster as an image for a reader to decode into. */
  BufferedImage asImage() {
    return new BufferedImage(RGB, this, false, null);
  }

  /** How many passes the reader has begun. */
  int passes() {
    return pass;
  }

  @Override
  public void setRect(int x, int y, Raster source) {
    if (y == 0 && ++pass >= wantedPass) {
      sink.begin(width, height);
    }
    if (pass >= wantedPass) {
      sink.row(((DataBufferByte) source.getDataBuffer()).getData(), 0);
    }
  }
}
