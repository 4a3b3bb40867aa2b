package io.github.imagefeatures.job.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG with the JDK's reader, which is libjpeg: row by row as libjpeg gives them, except
 * for CMYK, which the JDK hands over as a whole.
 */
final class JpegDecoder implements FormatDecoder {
  /** Ten is usual. Each costs a pass over the image, so that thousands are an attack. */
  private static final int MAX_SCANS = 100;

  /** Three colours of two bytes; fewer when chrominance is subsampled. */
  private static final int COEFFICIENT_BYTES = 6;

  /** 8 x 16 pixels, red above blue, chrominance halved vertically. Made by cjpeg -sample 1x2. */
  private static final String RED_ABOVE_BLUE =
      "/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
          + "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
          + "Y2NjY2NjY2P/wAARCAAQAAgDARIAAhEBAxEB/9oADAMBAAIRAxEAPwDC82P/AJ6J/wB9CsqvZ/1epfzs9X+3an8i"
          + "P//Z";

  /**
   * Whether the JDK's libjpeg interpolates chrominance that is halved vertically only. The one that
   * OpenJDK carries does not; libjpeg-turbo, to which some distributions link it, does, and so does
   * Pillow.
   */
  private static final boolean LIBJPEG_INTERPOLATES_ROWS = interpolatesRows();

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
    decodeRows(content, length, sink);
  }

  private void decodeRows(byte[] content, int length, RowSink sink)
      throws RejectedImageException, IOException {
    int scans = header.countScans(content, length);
    if (scans > MAX_SCANS) {
      throw new RejectedImageException(
          RejectionReason.UNSUPPORTED,
          "The JPEG file has " + scans + " scans; more than " + MAX_SCANS + " are not decoded.");
    }
    RowSink rows = sink;
    if (header.halvesChrominanceVertically() && !LIBJPEG_INTERPOLATES_ROWS) {
      header.askForRawSamples();
      rows = new ChrominanceRows(sink);
    }
    try (PictureMemory.Held held = hold(scans)) {
      int passes = read(content, length, scans, rows);
      if (passes != scans) {
        read(content, length, 1, rows);
      }
    } catch (IOException | RuntimeException e) {
      if (header.isArithmetic()) {
        throw new RejectedImageException(
            RejectionReason.UNSUPPORTED,
            "JPEG with arithmetic coding is damaged or not decoded by this Java runtime.");
      }
      throw e;
    } finally {
      reader.setInput(null);
    }
  }

  /**
   * Decodes a JPEG file that is a strip or tile of a TIFF file, which says by itself what the
   * samples mean.
   *
   * @param content the file
   * @param lumaAndChroma whether its samples are luminance and chrominance, to become RGB; others
   *     stay as they are
   * @param width columns that it must have
   * @param rows rows that are wanted; it must have as many, and may have more
   * @param samples of a pixel that it must have
   * @param target gets all samples of the first pixel, of the second, ...
   * @throws RejectedImageException {@code corrupt} or {@code unsupported}
   * @throws IOException if libjpeg cannot go on
   */
  void decodeSamples(
      byte[] content, boolean lumaAndChroma, int width, int rows, int samples, byte[] target)
      throws RejectedImageException, IOException {
    if (content.length < 2 || content[0] != (byte) 0xFF || content[1] != (byte) JpegMarker.SOI) {
      throw new RejectedImageException(
          RejectionReason.CORRUPT, "A strip or tile of the TIFF file is not a JPEG file.");
    }
    header.parse(content, content.length);
    header.takeFor(
        switch (samples) {
          case 1 -> JpegHeader.ColourSpace.GRAY;
          case 3 -> lumaAndChroma ? JpegHeader.ColourSpace.YCBCR : JpegHeader.ColourSpace.RGB;
          default -> JpegHeader.ColourSpace.CMYK;
        });
    if (header.width() != width || header.height() < rows || header.components() != samples) {
      throw new RejectedImageException(
          RejectionReason.CORRUPT,
          "A strip or tile of the TIFF file is a JPEG file of another size or kind.");
    }
    if (samples == 4) {
      readFourSamples(content, rows, target);
    } else {
      decodeRows(content, content.length, new SampleRows(width, rows, samples, target));
    }
  }

  /** Keeps the wanted rows of a strip or tile; gray comes as three equal samples. */
  private record SampleRows(int width, int rows, int samples, byte[] target, int[] next)
      implements RowSink {
    SampleRows(int width, int rows, int samples, byte[] target) {
      this(width, rows, samples, target, new int[1]);
    }

    @Override
    public void begin(int imageWidth, int imageHeight) {
      next[0] = 0;
    }

    @Override
    public void row(byte[] rgb, int offset) {
      int at = next[0]++ * width * samples;
      if (at >= rows * width * samples) {
        return;
      }
      if (samples == 3) {
        System.arraycopy(rgb, offset, target, at, 3 * width);
      } else {
        for (int x = 0; x < width; x++) {
          target[at + x] = rgb[offset + 3 * x];
        }
      }
    }
  }

  private void readFourSamples(byte[] content, int rows, byte[] target)
      throws RejectedImageException, IOException {
    try (SplicedInputStream stream = header.rewrittenStream(content, content.length)) {
      reader.setInput(stream, true, true);
      Raster raster = reader.readRaster(0, null);
      requireNotExhausted(stream);
      int[] row = new int[raster.getWidth() * 4];
      for (int y = 0; y < rows; y++) {
        raster.getPixels(0, y, raster.getWidth(), 1, row);
        for (int i = 0; i < row.length; i++) {
          target[y * row.length + i] = (byte) row[i];
        }
      }
    } finally {
      reader.setInput(null);
    }
  }

  private static void requireNotExhausted(SplicedInputStream stream) throws RejectedImageException {
    if (stream.isExhausted()) {
      throw new RejectedImageException(
          RejectionReason.CORRUPT, "The JPEG file ends before its end-of-image marker.");
    }
  }

  /** Several scans make libjpeg keep all coefficients; CMYK is handed over as a whole. */
  private PictureMemory.Held hold(int scans) throws RejectedImageException {
    long pixels = (long) header.width() * header.height();
    boolean whole =
        switch (header.colourSpace()) {
          case CMYK, YCCK -> true;
          case GRAY, RGB, YCBCR -> false;
        };
    if (whole) {
      return PictureMemory.OF_THIS_JVM.onHeap(pixels, 4);
    }
    return PictureMemory.OF_THIS_JVM.beside(pixels, scans > 1 ? COEFFICIENT_BYTES : 0);
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
      requireNotExhausted(stream);
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

  private static boolean interpolatesRows() {
    byte[] probe = Base64.getDecoder().decode(RED_ABOVE_BLUE);
    JpegHeader header = new JpegHeader();
    try {
      header.parse(probe, probe.length);
      header.askForRawSamples();
      ImageReader reader = JdkReaders.create("jpeg");
      reader.setInput(header.rewrittenStream(probe, probe.length), true, true);
      Raster raster = reader.readRaster(0, null);
      reader.dispose();
      int rows = raster.getHeight();
      boolean repeated = true;
      for (int y = 0; y < rows; y += 2) {
        repeated &= raster.getSample(0, y, 1) == raster.getSample(0, y + 1, 1);
      }
      return !repeated;
    } catch (IOException | RejectedImageException e) {
      throw new IllegalStateException("This Java runtime's JPEG reader does not work: " + e, e);
    }
  }
}
