package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.jpeg.JpegDecoder;
import io.github.imagefeatures.image.raster.OrientingSink;
import java.io.IOException;

/**
 * Decodes the first image of a TIFF file, one row of strips or tiles at a time. Other than JPEG,
 * PNG and WebP, Pillow turns a TIFF upright when it loads it, and so does this.
 */
public final class TiffDecoder implements FormatDecoder {
  private final JpegDecoder jpeg;

  /**
   * @param warnings is told of what decoders complain of
   */
  public TiffDecoder(WarningCounter warnings) {
    jpeg = new JpegDecoder(warnings, Orientation.IGNORE);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    TiffHeader header = new TiffHeader(content, length, limits);
    long pixels = (long) header.width() * header.height();
    long segments = (long) header.segmentsAcross() * header.planes();
    long bytes =
        segments * header.segmentHeight() * ((header.segmentRowBits() + 7) / 8)
            + pixels * OrientingSink.bytesPerPixel(header.orientation());
    try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(bytes, 1)) {
      RowSink upright = OrientingSink.of(header.orientation(), sink);
      upright.begin(header.width(), header.height());
      new Rows(header, new TiffSegments(content, length, header, jpeg), upright).passOn();
    }
  }

  /** Puts the rows of an image together from its strips or tiles. */
  private static final class Rows {
    private final TiffHeader header;
    private final TiffSamples samples;
    private final TiffSegments segments;
    private final RowSink sink;
    private final int rowBytes;
    private final byte[][] decoded;
    private final byte[] palette;
    private final int[] row;
    private final byte[] rgb;

    Rows(TiffHeader header, TiffSegments segments, RowSink sink) {
      this.header = header;
      this.samples = header.samples();
      this.segments = segments;
      this.sink = sink;
      rowBytes = Math.toIntExact((header.segmentRowBits() + 7) / 8);
      int size = Math.multiplyExact(rowBytes, header.segmentHeight());
      decoded = new byte[header.planes() * header.segmentsAcross()][size];
      palette = header.palette();
      row = new int[header.width() * samples.count()];
      rgb = new byte[header.width() * 3];
    }

    void passOn() throws RejectedImageException, IOException {
      for (int y = 0; y < header.height(); y += header.segmentHeight()) {
        decodeSegmentsAt(y);
        int rows = Math.min(header.segmentHeight(), header.height() - y);
        for (int i = 0; i < rows; i++) {
          passOnRow(i * rowBytes);
        }
      }
    }

    private void decodeSegmentsAt(int y) throws RejectedImageException, IOException {
      int rows = header.segmentHeightAt(y);
      for (int plane = 0; plane < header.planes(); plane++) {
        for (int column = 0; column < header.segmentsAcross(); column++) {
          byte[] target = decoded[plane * header.segmentsAcross() + column];
          segments.decode(header.segment(y, column, plane), rows, target);
        }
      }
    }

    private void passOnRow(int from) {
      if (samples.isPlainRgb() && header.segmentsAcross() == 1) {
        sink.row(decoded[0], from);
        return;
      }
      int together = samples.samplesTogether();
      for (int plane = 0; plane < header.planes(); plane++) {
        for (int column = 0; column < header.segmentsAcross(); column++) {
          int left = column * header.segmentWidth();
          int pixels = Math.min(header.segmentWidth(), header.width() - left);
          samples.unpack(
              decoded[plane * header.segmentsAcross() + column],
              from,
              pixels * together,
              row,
              left * samples.count() + plane,
              samples.isSeparate() ? samples.count() : 1);
        }
      }
      samples.toRgb(row, palette, rgb, header.width());
      sink.row(rgb, 0);
    }
  }
}
