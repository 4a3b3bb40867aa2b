package io.github.imagefeatures.job.image;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked, and the file reduced to those that make its pixels.
 *
 * <p>ImageIO and Pillow let some damage pass; here every critical chunk must have its right
 * checksum and the end chunk must be there. Ancillary chunks are not handed to the reader: text,
 * profiles, gamma and transparency change no sample that is wanted here.
 */
final class PngHeader {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int IHDR = type("IHDR");
  private static final int PLTE = type("PLTE");
  private static final int IDAT = type("IDAT");
  private static final int IEND = type("IEND");
  private static final int ANCILLARY = 0x20000000;

  private final CRC32 crc = new CRC32();
  private final byte[] rewritten = new byte[SIGNATURE_LENGTH + 25 + CHUNK_OVERHEAD + 768];
  private int rewrittenLength;
  private int firstData;
  private int end;
  private int width;
  private int height;
  private int bitDepth;
  private int colourType;
  private final byte[] palette = new byte[768];
  private int paletteEntries;

  /**
   * Reads and checks the chunks of a file and forgets the one before.
   *
   * @param content the file, beginning with PNG's signature
   * @param length bytes of it
   * @param limits for the size that the header gives
   * @throws RejectedImageException {@code corrupt} or {@code too_large}
   */
  void parse(byte[] content, int length, ImageLimits limits) throws RejectedImageException {
    System.arraycopy(content, 0, rewritten, 0, SIGNATURE_LENGTH);
    rewrittenLength = SIGNATURE_LENGTH;
    firstData = 0;
    end = 0;
    width = 0;
    paletteEntries = 0;
    for (int at = SIGNATURE_LENGTH; end == 0; ) {
      if (at > length - CHUNK_OVERHEAD) {
        throw corrupt("The PNG file ends before its end chunk.");
      }
      int size = readInt(content, at);
      int type = readInt(content, at + 4);
      if (size < 0 || size > length - at - CHUNK_OVERHEAD) {
        throw corrupt("The PNG file ends within a chunk.");
      }
      if (at == SIGNATURE_LENGTH) {
        readImageHeader(content, at, size, type);
        limits.checkSize(width, height);
      }
      readChunk(content, at, size, type);
      at += size + CHUNK_OVERHEAD;
    }
    if (firstData == 0) {
      throw corrupt("The PNG file has no image data.");
    }
  }

  private void readImageHeader(byte[] content, int at, int size, int type)
      throws RejectedImageException {
    if (type != IHDR || size != 13) {
      throw corrupt("The PNG file does not begin with its header chunk.");
    }
    checkSum(content, at, size);
    width = readInt(content, at + 8);
    height = readInt(content, at + 12);
    bitDepth = content[at + 16];
    colourType = content[at + 17];
  }

  private void readChunk(byte[] content, int at, int size, int type) throws RejectedImageException {
    if ((type & ANCILLARY) != 0) {
      return;
    }
    checkSum(content, at, size);
    if (type == IHDR) {
      keep(content, at, size);
    } else if (type == PLTE && firstData == 0) {
      if (size == 0 || size > palette.length || size % 3 != 0) {
        throw corrupt("The PNG file's palette is damaged.");
      }
      System.arraycopy(content, at + 8, palette, 0, size);
      paletteEntries = size / 3;
      keep(content, at, size);
    } else if (type == IDAT && firstData == 0) {
      firstData = at;
    } else if (type == IEND) {
      end = at + CHUNK_OVERHEAD + size;
    }
  }

  private void keep(byte[] content, int at, int size) throws RejectedImageException {
    int total = size + CHUNK_OVERHEAD;
    if (rewrittenLength + total > rewritten.length) {
      throw corrupt("The PNG file repeats its header or palette.");
    }
    System.arraycopy(content, at, rewritten, rewrittenLength, total);
    rewrittenLength += total;
  }

  private void checkSum(byte[] content, int at, int size) throws RejectedImageException {
    crc.reset();
    crc.update(content, at + 4, size + 4);
    if ((int) crc.getValue() != readInt(content, at + 8 + size)) {
      throw corrupt(
          "The PNG file's chunk "
              + new String(content, at + 4, 4, StandardCharsets.US_ASCII)
              + " has a wrong checksum.");
    }
  }

  /** Columns, in pixels. */
  int width() {
    return width;
  }

  /** Rows, in pixels. */
  int height() {
    return height;
  }

  /** Bits a sample: 1, 2, 4, 8 or 16. */
  int bitDepth() {
    return bitDepth;
  }

  /** PNG's colour type: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
  int colourType() {
    return colourType;
  }

  /** The palette as 256 times red, green, blue; beyond what the file has, whatever was there. */
  byte[] palette() {
    return palette;
  }

  /** How many colours the file's palette has; 0 without one. */
  int paletteEntries() {
    return paletteEntries;
  }

  /**
   * The chunks that make the pixels.
   *
   * @param content the file that was parsed
   */
  SplicedInputStream rewrittenStream(byte[] content) {
    return new SplicedInputStream(rewritten, rewrittenLength, content, firstData, end);
  }

  private static int type(String name) {
    return readInt(name.getBytes(StandardCharsets.US_ASCII), 0);
  }

  private static int readInt(byte[] content, int at) {
    return (content[at] & 0xFF) << 24
        | (content[at + 1] & 0xFF) << 16
        | (content[at + 2] & 0xFF) << 8
        | content[at + 3] & 0xFF;
  }

  private static RejectedImageException corrupt(String message) {
    return new RejectedImageException(RejectionReason.CORRUPT, message);
  }
}
