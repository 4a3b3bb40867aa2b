package io.github.imagefeatures.job.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG with the JDK's reader, which is libjpeg: row by row as libjpeg gives them, except
 * for CMYK, which the JDK hands over as a whole.
 */
final class JpegDecoder implements FormatDecoder {
  private final ImageReader reader = JdkReaders.create("jpeg");
  private final JpegHeader header = new JpegHeader();
  private byte[] row = new byte[0];

  /**
   * @param warnings is told of what libjpeg complains of
   */
  JpegDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length);
    limits.checkSize(header.width(), header.height());
    try (SplicedInputStream stream = header.rewrittenStream(content, length)) {
      reader.setInput(stream, true, true);
      readRows(sink);
      if (stream.isExhausted()) {
        throw new RejectedImageException(
            RejectionReason.CORRUPT, "The JPEG file ends before its end-of-image marker.");
      }
    } catch (IOException | RuntimeException e) {
      if (header.isArithmetic()) {
        throw new RejectedImageException(
            RejectionReason.UNSUPPORTED,
            "JPEG with arithmetic coding is not decoded by this Java runtime: " + e.getMessage());
      }
      throw e;
    } finally {
      reader.setInput(null);
    }
  }

  private void readRows(RowSink sink) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    showOnlyTheLastPass(param);
    switch (header.colourSpace()) {
      case GRAY, RGB, YCBCR -> {
        param.setDestination(RowTap.image(header.width(), header.height(), sink));
        reader.read(0, param);
      }
      case CMYK -> readInverted(reader.readRaster(0, param), false, sink);
      case YCCK -> readInverted(reader.readRaster(0, param), true, sink);
    }
  }

  /**
   * Keeps the reader from decoding a progressive file once for each of its scans. The first pass it
   * is asked to show is beyond any; libjpeg then reads all scans and shows the complete image once.
   */
  private static void showOnlyTheLastPass(ImageReadParam param) {
    param.setSourceProgressivePasses(Integer.MAX_VALUE, 1);
  }

  /** Four-component samples are stored inverted, as Adobe does; Pillow assumes it of all files. */
  private void readInverted(Raster raster, boolean ycck, RowSink sink) {
    int width = raster.getWidth();
    byte[] samples = new byte[4 * width];
    if (row.length < 3 * width) {
      row = new byte[3 * width];
    }
    sink.begin(width, raster.getHeight());
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getDataElements(0, y, width, 1, samples);
      if (ycck) {
        FourColours.invertedYcckToRgb(samples, row, width);
      } else {
        FourColours.invertedCmykToRgb(samples, row, width);
      }
      sink.row(row, 0);
    }
  }
}
