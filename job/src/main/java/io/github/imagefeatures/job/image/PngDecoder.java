package io.github.imagefeatures.job.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Decodes PNG with the JDK's reader, from a file whose chunks have been checked. */
final class PngDecoder implements FormatDecoder {
  private final ImageReader reader = JdkReaders.create("png");
  private final PngHeader header = new PngHeader();
  private int[] samples = new int[0];
  private byte[] row = new byte[0];

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length, limits);
    try (SplicedInputStream stream = header.rewrittenStream(content)) {
      reader.setInput(stream, true, true);
      passOn(reader.read(0).getRaster(), sink);
    } finally {
      reader.setInput(null);
    }
  }

  private void passOn(Raster raster, RowSink sink) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    if (row.length < 3 * width) {
      row = new byte[3 * width];
      samples = new int[4 * width];
    }
    sink.begin(width, raster.getHeight());
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      if (header.colourType() == PngHeader.PALETTE) {
        lookUp(width);
      } else {
        spread(width, bands);
      }
      sink.row(row, 0);
    }
  }

  private void lookUp(int width) {
    byte[] palette = header.palette();
    for (int x = 0, out = 0; x < width; x++, out += 3) {
      int entry = 3 * samples[x];
      row[out] = palette[entry];
      row[out + 1] = palette[entry + 1];
      row[out + 2] = palette[entry + 2];
    }
  }

  private void spread(int width, int bands) {
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    for (int x = 0, in = 0, out = 0; x < width; x++, in += bands, out += 3) {
      row[out] = eightBits(samples[in]);
      row[out + 1] = eightBits(samples[in + green]);
      row[out + 2] = eightBits(samples[in + blue]);
    }
  }

  private byte eightBits(int sample) {
    return (byte)
        switch (header.bitDepth()) {
          case 1 -> sample * 255;
          case 2 -> sample * 85;
          case 4 -> sample * 17;
          case 16 -> header.colourType() == PngHeader.GRAY ? Math.min(sample, 255) : sample >> 8;
          default -> sample;
        };
  }
}
