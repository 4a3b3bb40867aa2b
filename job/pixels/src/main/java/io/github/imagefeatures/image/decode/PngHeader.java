package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked, and the file reduced to those that make its pixels.
 *
 * <p>ImageIO and Pillow let some damage pass; here every critical chunk must have its right
 * checksum, and so must, as in Pillow, any chunk before the image data; the end chunk must be
 * there. Ancillary chunks are not handed to the reader: text, profiles, gamma and transparency
 * change no sample that is wanted here. Nor is the palette: the reader is told that the image is
 * gray, so that it hands over the indices whatever they are, and the colours are looked up
 * afterwards.
 */
final class PngHeader {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int IHDR = type("IHDR");
  private static final int PLTE = type("PLTE");
  private static final int IDAT = type("IDAT");
  private static final int IEND = type("IEND");
  private static final int HEADER_LENGTH = 13;
  private static final int COLOUR_TYPE_OFFSET = SIGNATURE_LENGTH + 17;
  private static final int GRAY = 0;
  private static final int PALETTE = 3;
  private static final int ANCILLARY = 0x20000000;

  private final CRC32 crc = new CRC32();
  private final byte[] rewritten = new byte[SIGNATURE_LENGTH + HEADER_LENGTH + CHUNK_OVERHEAD];
  private int firstData;
  private int end;
  private int width;
  private int height;
  private int bitDepth;
  private int colourType;
  private final byte[] palette = new byte[768];
  private boolean paletteSeen;

  /**
   * Reads and checks the chunks of a file and forgets the one before.
   *
   * @param content the file, beginning with PNG's signature
   * @param length bytes of the file
   * @param limits for the size that the header gives
   * @throws RejectedImageException {@code corrupt} or {@code too_large}
   */
  void parse(byte[] content, int length, ImageLimits limits) throws RejectedImageException {
    firstData = 0;
    end = 0;
    paletteSeen = false;
    for (int at = SIGNATURE_LENGTH; end == 0; ) {
      if (at > length - CHUNK_OVERHEAD) {
        throw RejectedImageException.corrupt("The PNG file ends before its end chunk.");
      }
      int size = readInt(content, at);
      int type = readInt(content, at + 4);
      if (size < 0 || size > length - at - CHUNK_OVERHEAD) {
        throw RejectedImageException.corrupt("The PNG file ends within a chunk.");
      }
      if (at == SIGNATURE_LENGTH) {
        readImageHeader(content, at, size, type);
        limits.checkSize(width, height);
      }
      readChunk(content, at, size, type);
      at += size + CHUNK_OVERHEAD;
    }
    if (firstData == 0) {
      throw RejectedImageException.corrupt("The PNG file has no image data.");
    }
    if (colourType == PALETTE && (!paletteSeen || bitDepth > 8)) {
      throw RejectedImageException.corrupt("The PNG file lacks its palette.");
    }
  }

  private void readImageHeader(byte[] content, int at, int size, int type)
      throws RejectedImageException {
    if (type != IHDR || size != HEADER_LENGTH) {
      throw RejectedImageException.corrupt("The PNG file does not begin with its header chunk.");
    }
    checkSum(content, at, size);
    width = readInt(content, at + 8);
    height = readInt(content, at + 12);
    bitDepth = content[at + 16];
    colourType = content[at + 17];
    System.arraycopy(content, 0, rewritten, 0, rewritten.length);
    if (colourType == PALETTE) {
      rewritten[COLOUR_TYPE_OFFSET] = GRAY;
    }
  }

  private void readChunk(byte[] content, int at, int size, int type) throws RejectedImageException {
    if (firstData == 0 || (type & ANCILLARY) == 0) {
      checkSum(content, at, size);
    }
    if (type == PLTE && firstData == 0) {
      readPalette(content, at + 8, size);
    } else if (type == IDAT && firstData == 0) {
      firstData = at;
    } else if (type == IEND) {
      end = at + CHUNK_OVERHEAD + size;
    }
  }

  private void readPalette(byte[] content, int at, int size) throws RejectedImageException {
    if (size == 0 || size > palette.length || size % 3 != 0) {
      throw RejectedImageException.corrupt("The PNG file's palette is damaged.");
    }
    System.arraycopy(content, at, palette, 0, size);
    Arrays.fill(palette, size, palette.length, (byte) 0);
    paletteSeen = true;
  }

  private void checkSum(byte[] content, int at, int size) throws RejectedImageException {
    crc.reset();
    crc.update(content, at + 4, size + 4);
    if ((int) crc.getValue() != readInt(content, at + 8 + size)) {
      throw RejectedImageException.corrupt(
          "The PNG file's chunk "
              + new String(content, at + 4, 4, StandardCharsets.US_ASCII)
              + " has a wrong checksum.");
    }
  }

  /** Behind the end chunk, in bytes from the beginning of the file. */
  int end() {
    return end;
  }

  /** Columns, in pixels. */
  int width() {
    return width;
  }

  /** Rows, in pixels. */
  int height() {
    return height;
  }

  /** Pixels of the image. */
  long pixels() {
    return (long) width * height;
  }

  /** Bytes of a pixel once it is decoded: one or two a sample, for fewer than 8 bits too. */
  int bytesPerPixel() {
    int samples =
        switch (colourType) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    return samples * (bitDepth > 8 ? 2 : 1);
  }

  /** Whether the samples are indices into a palette. */
  boolean hasPalette() {
    return colourType == PALETTE;
  }

  /** The palette as 256 times red, green, blue; black beyond what the file has, as in Pillow. */
  byte[] palette() {
    return palette;
  }

  /**
   * The chunks that make the pixels.
   *
   * @param content the file that was parsed
   */
  SplicedInputStream rewrittenStream(byte[] content) {
    return new SplicedInputStream(rewritten, rewritten.length, content, firstData, end);
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
}
