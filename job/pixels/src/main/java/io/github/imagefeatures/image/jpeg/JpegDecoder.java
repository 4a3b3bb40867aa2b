package io.github.imagefeatures.image.jpeg;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.raster.ExifOrientation;
import io.github.imagefeatures.image.raster.FourColours;
import io.github.imagefeatures.image.raster.JdkDecoder;
import io.github.imagefeatures.image.raster.OrientingSink;
import io.github.imagefeatures.image.raster.RasterColours;
import io.github.imagefeatures.image.raster.RowTap;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReadParam;

/**
 * Decodes JPEG with the JDK's reader, which is libjpeg: row by row as libjpeg gives them, except
 * for CMYK, which the JDK hands over as a whole. Files of several scans are for {@link JpegScans}.
 */
public final class JpegDecoder extends JdkDecoder {
  /** Ten is usual. Each costs a pass over the image, so that thousands are an attack. */
  private static final int MAX_SCANS = 100;

  /** Four bytes, and three colours of two bytes, fewer when chrominance is subsampled. */
  private static final int BYTES_OF_SCANS = 4 + 6;

  private final WarningCounter warnings;
  private final Orientation orientation;
  private final JpegHeader header = new JpegHeader();
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what libjpeg complains of
   * @param orientation whether images are turned upright; {@link #decodeSamples} turns none
   */
  public JpegDecoder(WarningCounter warnings, Orientation orientation) {
    super("jpeg", warnings);
    this.warnings = warnings;
    this.orientation = orientation;
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length);
    limits.checkSize(header.width(), header.height());
    int stored =
        orientation == Orientation.EXIF
            ? JpegMetadata.orientation(content, header.scanOffset())
            : ExifOrientation.UPRIGHT;
    RowSink upright = OrientingSink.of(stored, sink);
    decodeRows(content, length, upright, OrientingSink.bytesPerPixel(stored));
  }

  private void decodeRows(byte[] content, int length, RowSink sink, int bytesOfSink)
      throws RejectedImageException, IOException {
    long pixels = (long) header.width() * header.height();
    boolean fourColours = header.components() == 4;
    if (!header.isInOneScan(content, length)) {
      requireFewScans(header.scans(content, length));
    }
    if (!fourColours && isNotForTheJdk(content, length)) {
      requireEnd(header.scans(content, length).end());
      try (DecodeMemory.Held held =
          DecodeMemory.OF_THIS_JVM.onHeapAndBeside(pixels, bytesOfSink, BYTES_OF_SCANS)) {
        JpegScans.decode(header.rewritten(content, length), warnings, sink);
      }
    } else {
      int bytes = bytesOfSink + (fourColours ? 4 : 0);
      try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(pixels, bytes)) {
        SplicedInputStream file = header.rewrittenStream(content, length);
        read(file, () -> readImage(file, sink));
      }
    }
  }

  /**
   * What the libjpeg of some JDKs, or of all, decodes more slowly, otherwise or not at all:
   * OpenJDK's own does not interpolate chrominance that is halved vertically only, nor know
   * arithmetic coding.
   */
  private boolean isNotForTheJdk(byte[] content, int length) {
    return !header.isInOneScan(content, length)
        || header.halvesChrominanceVertically()
        || header.isArithmetic();
  }

  private static void requireFewScans(JpegMarker.Scans scans) throws RejectedImageException {
    if (scans.count() > MAX_SCANS) {
      throw RejectedImageException.unsupported(
          String.format(
              Locale.ROOT,
              "The JPEG file has %d scans; more than %d are not decoded.",
              scans.count(),
              MAX_SCANS));
    }
  }

  private static void requireEnd(boolean reached) throws RejectedImageException {
    if (!reached) {
      throw RejectedImageException.corrupt("The JPEG file ends before its end-of-image marker.");
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
   * @param samples how many samples a pixel must have
   * @param target gets all samples of the first pixel, of the second, ...
   * @throws RejectedImageException {@code corrupt} or {@code unsupported}
   * @throws IOException if libjpeg fails
   */
  public void decodeSamples(
      byte[] content, boolean lumaAndChroma, int width, int rows, int samples, byte[] target)
      throws RejectedImageException, IOException {
    if (content.length < 2 || content[0] != (byte) 0xFF || content[1] != (byte) JpegMarker.SOI) {
      throw RejectedImageException.corrupt("A strip or tile of the TIFF file is not a JPEG file.");
    }
    header.parse(content, content.length);
    header.takeFor(
        switch (samples) {
          case 1 -> JpegHeader.ColourSpace.GRAY;
          case 3 -> lumaAndChroma ? JpegHeader.ColourSpace.YCBCR : JpegHeader.ColourSpace.RGB;
          default -> JpegHeader.ColourSpace.CMYK;
        });
    if (header.width() != width || header.height() < rows || header.components() != samples) {
      throw RejectedImageException.corrupt(
          "A strip or tile of the TIFF file is a JPEG file of another size or kind.");
    }
    if (samples == 4) {
      readFourSamples(content, rows, target);
    } else {
      decodeRows(content, content.length, new SampleRows(width, rows, samples, target), 0);
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
    SplicedInputStream file = header.rewrittenStream(content, content.length);
    read(file, () -> copyFourSamples(reader.readRaster(0, null), rows, target));
    requireEnd(!file.isExhausted());
  }

  private static void copyFourSamples(Raster raster, int rows, byte[] target) {
    int[] row = new int[raster.getWidth() * 4];
    for (int y = 0; y < rows; y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        target[y * row.length + i] = (byte) row[i];
      }
    }
  }

  private void readImage(SplicedInputStream file, RowSink sink)
      throws RejectedImageException, IOException {
    switch (header.colourSpace()) {
      case CMYK -> readWhole(FourColours.INVERTED_CMYK, sink);
      case YCCK -> readWhole(FourColours.INVERTED_YCCK, sink);
      default -> readRows(sink);
    }
    requireEnd(!file.isExhausted());
  }

  private void readRows(RowSink sink) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setDestination(new RowTap(header.width(), header.height(), sink).asImage());
    reader.read(0, param);
  }

  private void readWhole(FourColours meaning, RowSink sink) throws IOException {
    colours.passOnFourColours(reader.readRaster(0, null), meaning, sink);
  }
}
