package io.github.imagefeatures.image.raster;

import io.github.imagefeatures.image.RowSink;
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
 * A raster that keeps nothing: each row that a reader puts into it is handed to a {@link RowSink}.
 * The JDK's JPEG reader decodes into a row of its own and copies that to its destination; with this
 * as the destination, no image is ever held whole.
 */
public final class RowTap extends WritableRaster {
  private static final ColorModel RGB =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          DataBuffer.TYPE_BYTE);

  private static final int[] RED_GREEN_BLUE = {0, 1, 2};

  private final RowSink sink;

  /**
   * @param width columns, in pixels
   * @param height rows, in pixels
   * @param sink gets the rows
   */
  public RowTap(int width, int height, RowSink sink) {
    super(
        new PixelInterleavedSampleModel(
            DataBuffer.TYPE_BYTE, width, height, 3, 3 * width, RED_GREEN_BLUE),
        new DataBufferByte(1),
        new Point());
    this.sink = sink;
  }

  /** This raster as an image for a reader to decode into. */
  public BufferedImage asImage() {
    return new BufferedImage(RGB, this, false, null);
  }

  @Override
  public void setRect(int x, int y, Raster source) {
    if (y == 0) {
      sink.begin(width, height);
    }
    sink.row(((DataBufferByte) source.getDataBuffer()).getData(), 0);
  }
}
