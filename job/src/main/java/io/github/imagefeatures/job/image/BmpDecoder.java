package io.github.imagefeatures.job.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;

/**
 * Decodes BMP with the JDK's reader, after a look at the header that the reader is slow to take.
 */
final class BmpDecoder implements FormatDecoder {
  private static final int SHORTEST_HEADER = 14 + 12;
  private static final int HEADER_SIZE_OFFSET = 14;
  private static final int OS2_HEADER = 12;
  private static final int WINDOWS_HEADER = 40;
  private static final int LONGEST_HEADER = 124;
  private static final int BITFIELDS = 3;

  /** The most: a pixel of 32 bits, or an index beside its run-length code's buffer. */
  private static final int BYTES_PER_PIXEL = 4;

  private static final byte[] NOTHING = {};

  private final ImageReader reader = JdkReaders.create("bmp");
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what the reader complains of
   */
  BmpDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    ByteBuffer header = ByteBuffer.wrap(content, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    long pixels = checkHeader(header, limits);
    try (PictureMemory.Held held = PictureMemory.OF_THIS_JVM.onHeap(pixels, BYTES_PER_PIXEL);
        SplicedInputStream stream = new SplicedInputStream(NOTHING, 0, content, 0, length)) {
      reader.setInput(stream, true, true);
      BufferedImage image = reader.read(0);
      if (image.getColorModel() instanceof IndexColorModel model) {
        colours.passOnIndexed(image.getRaster(), RasterColours.palette(model), sink);
      } else {
        colours.passOn(image.getRaster(), sink);
      }
    } finally {
      reader.setInput(null);
    }
  }

  /** Checks the header; how many pixels it announces. */
  private static long checkHeader(ByteBuffer content, ImageLimits limits)
      throws RejectedImageException {
    if (content.limit() < SHORTEST_HEADER) {
      throw corrupt("The BMP file ends within its header.");
    }
    int headerSize = content.getInt(HEADER_SIZE_OFFSET);
    if (headerSize == OS2_HEADER) {
      return checkSize(content.getShort(18) & 0xFFFF, content.getShort(20) & 0xFFFF, limits);
    }
    if (headerSize < WINDOWS_HEADER || headerSize > LONGEST_HEADER) {
      throw new RejectedImageException(
          RejectionReason.NOT_AN_IMAGE, "The content begins with BM but is no BMP image.");
    }
    if (content.limit() < HEADER_SIZE_OFFSET + headerSize) {
      throw corrupt("The BMP file ends within its header.");
    }
    // A negative height means that the rows are stored from the top.
    long pixels = checkSize(content.getInt(18), Math.abs((long) content.getInt(22)), limits);
    checkVariant(content.getShort(28), content.getInt(30));
    return pixels;
  }

  private static long checkSize(long width, long height, ImageLimits limits)
      throws RejectedImageException {
    limits.checkSize(width, height);
    return width * height;
  }

  private static void checkVariant(int bits, int compression) throws RejectedImageException {
    boolean known =
        switch (bits) {
          case 1, 4, 8, 16, 24, 32 -> compression >= 0 && compression <= BITFIELDS;
          default -> false;
        };
    if (!known) {
      throw new RejectedImageException(
          RejectionReason.UNSUPPORTED,
          "BMP with " + bits + " bits a pixel and compression " + compression + " is not decoded.");
    }
  }

  private static RejectedImageException corrupt(String message) {
    return new RejectedImageException(RejectionReason.CORRUPT, message);
  }
}
