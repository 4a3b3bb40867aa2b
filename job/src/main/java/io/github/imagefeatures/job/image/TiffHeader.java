package io.github.imagefeatures.job.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The fields of a TIFF file's first image that decide what its samples mean. The JDK's reader keeps
 * some of them to itself and rounds palettes in its own way.
 */
final class TiffHeader {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int COLOUR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int CLASSIC = 42;
  private static final int ENTRY_LENGTH = 12;
  private static final int JPEG = 7;

  private final ByteBuffer content;
  private long width;
  private long height;
  private int bits = 1;
  private int compression = 1;
  private int photometric = -1;
  private int orientation = 1;
  private int samples = 1;
  private int extraSample;
  private int sampleFormat = 1;
  private int colourMapOffset;
  private int colourMapLength;

  /**
   * Reads the fields of the first image.
   *
   * @param file the file, beginning with TIFF's byte order mark
   * @param length bytes of it
   * @throws RejectedImageException {@code corrupt} if there are none, {@code unsupported} if they
   *     are not what a decoder here understands
   */
  TiffHeader(byte[] file, int length) throws RejectedImageException {
    content =
        ByteBuffer.wrap(file, 0, length)
            .slice()
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    try {
      if (content.getShort(2) != CLASSIC) {
        throw unsupported("BigTIFF is not decoded.");
      }
      int directory = content.getInt(4);
      int entries = content.getShort(directory) & 0xFFFF;
      for (int i = 0; i < entries; i++) {
        readEntry(directory + 2 + i * ENTRY_LENGTH);
      }
    } catch (IndexOutOfBoundsException e) {
      throw new RejectedImageException(
          RejectionReason.CORRUPT, "The TIFF file ends within its directory.");
    }
  }

  private void readEntry(int at) {
    int type = content.getShort(at + 2);
    int count = content.getInt(at + 4);
    checkInside(type, count & 0xFFFFFFFFL, at + 8);
    int value = type == LONG ? content.getInt(at + 8) : content.getShort(at + 8) & 0xFFFF;
    switch (content.getShort(at) & 0xFFFF) {
      case WIDTH -> width = value & 0xFFFFFFFFL;
      case HEIGHT -> height = value & 0xFFFFFFFFL;
      case BITS_PER_SAMPLE -> bits = count > 2 ? firstOfMany(at) : value;
      case COMPRESSION -> compression = value;
      case PHOTOMETRIC -> photometric = value;
      case ORIENTATION -> orientation = value;
      case SAMPLES_PER_PIXEL -> samples = value;
      case EXTRA_SAMPLES -> extraSample = count > 2 ? firstOfMany(at) : value;
      case SAMPLE_FORMAT -> sampleFormat = count > 2 ? firstOfMany(at) : value;
      case COLOUR_MAP -> {
        colourMapOffset = content.getInt(at + 8);
        colourMapLength = type == SHORT ? count : 0;
      }
      default -> {
        // Decides nothing about samples.
      }
    }
  }

  /** The JDK's reader takes no notice of a field whose values lie beyond the end of the file. */
  private void checkInside(int type, long count, int at) {
    long size =
        count
            * switch (type) {
              case 3, 8 -> 2;
              case 4, 9, 11, 13 -> 4;
              case 5, 10, 12 -> 8;
              default -> 1;
            };
    if (size > 4) {
      Objects.checkFromIndexSize(content.getInt(at) & 0xFFFFFFFFL, size, content.limit());
    }
  }

  private int firstOfMany(int entry) {
    return content.getShort(content.getInt(entry + 8)) & 0xFFFF;
  }

  /**
   * Checks that the samples are of a kind whose conversion is known to be Pillow's.
   *
   * @throws RejectedImageException {@code unsupported}
   */
  void checkVariant() throws RejectedImageException {
    boolean depth =
        switch (photometric) {
          case 0, 1, 3 -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
          case 2 -> bits == 8 || bits == 16;
          case 5 -> bits == 8 && samples == 4 && compression != JPEG;
          case 6 -> bits == 8 && compression == JPEG;
          default -> false;
        };
    if (!depth || sampleFormat != 1 || (hasAssociatedAlpha() && (bits != 8 || samples != 4))) {
      throw unsupported(
          "TIFF with colours of kind "
              + photometric
              + ", "
              + samples
              + " x "
              + bits
              + " bits, sample format "
              + sampleFormat
              + " and compression "
              + compression
              + " is not decoded.");
    }
  }

  /** Columns, in pixels, as stored. */
  long width() {
    return width;
  }

  /** Rows, in pixels, as stored. */
  long height() {
    return height;
  }

  /** How to turn the image upright, 1 to 8 as in EXIF; 1 leaves it. */
  int orientation() {
    return orientation;
  }

  /** Bytes of a pixel while it is decoded: the sample as it stands in a strip and in the raster. */
  int bytesPerPixel() {
    return 2 * samples * (bits > 8 ? 2 : 1);
  }

  /** Whether the samples are indices into {@link #palette()}. */
  boolean hasPalette() {
    return photometric == 3;
  }

  /** Whether the samples are cyan, magenta, yellow, black. */
  boolean isCmyk() {
    return photometric == 5;
  }

  /** Whether the colours have been multiplied by alpha. */
  boolean hasAssociatedAlpha() {
    return photometric == 2 && samples > 3 && extraSample == 1;
  }

  /** The palette as 256 times red, green, blue, high bytes as in Pillow; black beyond its end. */
  byte[] palette() {
    byte[] palette = new byte[768];
    int entries = Math.min(256, colourMapLength / 3);
    for (int i = 0; i < entries; i++) {
      for (int band = 0; band < 3; band++) {
        int at = colourMapOffset + 2 * (band * (colourMapLength / 3) + i);
        palette[3 * i + band] = (byte) (content.getShort(at) >> 8);
      }
    }
    return palette;
  }

  private static RejectedImageException unsupported(String message) {
    return new RejectedImageException(RejectionReason.UNSUPPORTED, message);
  }
}
