package io.github.imagefeatures.job.image;

import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG with the JDK's reader, which is libjpeg: row by row as libjpeg gives them, except
 * for CMYK, which the JDK hands over as a whole.
 */
final class JpegDecoder implements FormatDecoder {
  /** Ten is usual. Each costs a pass over the image, so that thousands are an attack. */
  private static final int MAX_SCANS = 100;

  private final ImageReader reader = JdkReaders.create("jpeg");
  private final JpegHeader header = new JpegHeader();
  private final RasterColours colours = new RasterColours();

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
    int scans = header.countScans(content, length);
    if (scans > MAX_SCANS) {
      throw new RejectedImageException(
          RejectionReason.UNSUPPORTED,
          "The JPEG file has " + scans + " scans; more than " + MAX_SCANS + " are not decoded.");
    }
    try {
      int passes = read(content, length, scans, sink);
      if (passes != scans) {
        read(content, length, 1, sink);
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

  private int read(byte[] content, int length, int wantedPass, RowSink sink)
      throws RejectedImageException, IOException {
    try (SplicedInputStream stream = header.rewrittenStream(content, length)) {
      reader.setInput(stream, true, true);
      int passes =
          switch (header.colourSpace()) {
            case GRAY, RGB, YCBCR -> readRows(wantedPass, sink);
            case CMYK -> readWhole(FourColours.INVERTED_CMYK, wantedPass, sink);
            case YCCK -> readWhole(FourColours.INVERTED_YCCK, wantedPass, sink);
          };
      if (stream.isExhausted()) {
        throw new RejectedImageException(
            RejectionReason.CORRUPT, "The JPEG file ends before its end-of-image marker.");
      }
      return passes;
    }
  }

  private int readRows(int wantedPass, RowSink sink) throws IOException {
    RowTap tap = new RowTap(header.width(), header.height(), wantedPass, sink);
    ImageReadParam param = reader.getDefaultReadParam();
    param.setDestination(tap.asImage());
    reader.read(0, param);
    return tap.passes();
  }

  private int readWhole(FourColours meaning, int wantedPass, RowSink sink) throws IOException {
    colours.passOnFourColours(reader.readRaster(0, null), meaning, sink);
    return wantedPass;
  }
}
