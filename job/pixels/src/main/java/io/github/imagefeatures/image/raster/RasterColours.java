package io.github.imagefeatures.image.raster;

import io.github.imagefeatures.image.RowSink;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Turns the samples of a raster into 8-bit RGB rows as Pillow's modes and conversions do. Samples
 * are taken from the raster itself: {@code BufferedImage.getRGB} would put them through colour
 * management, which is off by up to 73 levels on gray and CMYK.
 */
public final class RasterColours {
  private static final int SIXTEEN_BITS = 16;

  private int[] samples = new int[0];
  private byte[] row = new byte[0];

  /**
   * Gray, with or without alpha, or RGB, with or without alpha: alpha is dropped. Samples of fewer
   * than 8 bits are stretched to 0..255. Of 16 bits the high byte is taken, except for gray alone:
   * Pillow clips that to 255.
   *
   * @param raster 1 to 4 bands of at most 16 bits
   * @param sink gets the rows
   */
  public void passOn(Raster raster, RowSink sink) {
    int width = begin(raster, sink);
    int bands = raster.getNumBands();
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    int[] bits = raster.getSampleModel().getSampleSize();
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int x = 0, in = 0, out = 0; x < width; x++, in += bands, out += 3) {
        row[out] = eightBits(samples[in], bits[0], bands);
        row[out + 1] = eightBits(samples[in + green], bits[green], bands);
        row[out + 2] = eightBits(samples[in + blue], bits[blue], bands);
      }
      sink.row(row, 0);
    }
  }

  /**
   * RGB that has been multiplied by its alpha, which is undone as in Pillow: no alpha gives black.
   *
   * @param raster red, green, blue, alpha of 8 bits
   * @param sink gets the rows
   */
  void passOnPremultiplied(Raster raster, RowSink sink) {
    int width = begin(raster, sink);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int x = 0; x < width; x++) {
        int alpha = samples[4 * x + 3];
        for (int band = 0; band < 3; band++) {
          int sample = samples[4 * x + band];
          row[3 * x + band] = (byte) (alpha == 0 ? 0 : Math.min(255, 255 * sample / alpha));
        }
      }
      sink.row(row, 0);
    }
  }

  /**
   * Indices into a palette.
   *
   * @param raster one band of at most 8 bits
   * @param palette 256 times red, green, blue
   * @param sink gets the rows
   */
  public void passOnIndexed(Raster raster, byte[] palette, RowSink sink) {
    int width = begin(raster, sink);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int x = 0, out = 0; x < width; x++, out += 3) {
        System.arraycopy(palette, 3 * samples[x], row, out, 3);
      }
      sink.row(row, 0);
    }
  }

  /**
   * Four colours: cyan, magenta, yellow, black, or what libjpeg encodes as such.
   *
   * @param raster four bands of 8 bits
   * @param conversion what they mean
   * @param sink gets the rows
   */
  public void passOnFourColours(Raster raster, FourColours conversion, RowSink sink) {
    int width = begin(raster, sink);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      conversion.toRgb(samples, row, width);
      sink.row(row, 0);
    }
  }

  /** A palette as 256 times red, green, blue; black beyond what the model has. */
  static byte[] palette(IndexColorModel model) {
    byte[] palette = new byte[768];
    for (int i = 0; i < Math.min(256, model.getMapSize()); i++) {
      palette[3 * i] = (byte) model.getRed(i);
      palette[3 * i + 1] = (byte) model.getGreen(i);
      palette[3 * i + 2] = (byte) model.getBlue(i);
    }
    return palette;
  }

  private int begin(Raster raster, RowSink sink) {
    int width = raster.getWidth();
    if (row.length < 3 * width) {
      row = new byte[3 * width];
    }
    if (samples.length < width * raster.getNumBands()) {
      samples = new int[width * raster.getNumBands()];
    }
    sink.begin(width, raster.getHeight());
    return width;
  }

  private static byte eightBits(int sample, int bits, int bands) {
    if (bits == 8) {
      return (byte) sample;
    }
    if (bits == SIXTEEN_BITS) {
      return (byte) (bands == 1 ? Math.min(sample, 255) : sample >> 8);
    }
    return (byte) (sample * 255 / ((1 << bits) - 1));
  }
}
