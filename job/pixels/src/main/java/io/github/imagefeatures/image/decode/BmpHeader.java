package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a BMP file says of its pixels, read as Pillow's {@code BmpImagePlugin.py} does: what the
 * header says of the file's length and of the pixels' is passed over.
 */
final class BmpHeader {
  /** No compression. */
  static final int RAW = 0;

  /** Run lengths of pixels of 8 bits. */
  static final int RUNS_OF_8 = 1;

  /** Run lengths of pixels of 4 bits. */
  static final int RUNS_OF_4 = 2;

  private static final int BITFIELDS = 3;
  private static final int HEADER = 14;
  private static final int OS2_HEADER = 12;
  private static final int WINDOWS_HEADER = 40;
  private static final int SHORTEST_HEADER_WITH_ALPHA = 56;
  private static final int LONGEST_HEADER = 124;
  private static final int MASKS = HEADER + WINDOWS_HEADER;
  private static final int MOST_COLOURS = 256;

  /** Red, green, blue, alpha of 32-bit pixels. */
  private static final int[][] KNOWN_MASKS = {
    {0xFF0000, 0xFF00, 0xFF, 0},
    {0xFF000000, 0xFF0000, 0xFF00, 0},
    {0xFF000000, 0xFF00, 0xFF, 0},
    {0xFF000000, 0xFF0000, 0xFF00, 0xFF},
    {0xFF, 0xFF00, 0xFF0000, 0xFF000000},
    {0xFF0000, 0xFF00, 0xFF, 0xFF000000},
    {0xFF000000, 0xFF00, 0xFF, 0xFF0000},
    {0, 0, 0, 0}
  };

  private static final int[] FIVE_SIX_FIVE = {0xF800, 0x7E0, 0x1F};
  private static final int[] FIVE_FIVE_FIVE = {0x7C00, 0x3E0, 0x1F};
  private static final int[] EIGHT_EIGHT_EIGHT = {0xFF0000, 0xFF00, 0xFF};

  private final ByteBuffer content;
  private final int size;
  private final long width;
  private final long height;
  private final boolean topDown;
  private final int bits;
  private final int compression;
  private final int[] masks;
  private final byte[] palette = new byte[3 * MOST_COLOURS];
  private final int pixelOffset;

  /**
   * Reads the header.
   *
   * @param file the file, beginning with BM
   * @param length bytes of the file
   * @param limits checked before the palette is read
   * @throws RejectedImageException {@code corrupt}, {@code too_large}, {@code unsupported} or
   *     {@code not_an_image}
   */
  BmpHeader(byte[] file, int length, ImageLimits limits) throws RejectedImageException {
    content = ByteBuffer.wrap(file, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      size = content.getInt(HEADER);
      requireKnownSize();
      boolean os2 = size == OS2_HEADER;
      topDown = !os2 && content.get(25) == (byte) 0xFF;
      width = os2 ? content.getShort(18) & 0xFFFF : content.getInt(18) & 0xFFFFFFFFL;
      height = os2 ? content.getShort(20) & 0xFFFF : heightOf(content.getInt(22));
      limits.checkSize(width, height);
      bits = content.getShort(os2 ? 24 : 28);
      compression = os2 ? RAW : content.getInt(30);
      masks = readMasks();
      requireDecodable();
      pixelOffset = bits <= 8 ? readPalette() : pixelOffset(paletteOffset(), 0);
    } catch (IndexOutOfBoundsException e) {
      throw RejectedImageException.corrupt("The BMP file ends within its header.");
    }
  }

  private void requireKnownSize() throws RejectedImageException {
    switch (size) {
      case OS2_HEADER, WINDOWS_HEADER, 52, 56, 64, 108, LONGEST_HEADER -> {
        if (content.limit() < HEADER + size) {
          throw RejectedImageException.corrupt("The BMP file ends within its header.");
        }
      }
      default -> {
        if (size < OS2_HEADER || size > LONGEST_HEADER) {
          throw new RejectedImageException(
              RejectionReason.NOT_AN_IMAGE, "The content begins with BM but is not a BMP image.");
        }
        throw unsupported(String.format(Locale.ROOT, "BMP with a header of %d bytes", size));
      }
    }
  }

  /** A negative height means that the rows are stored from the top. */
  private long heightOf(int stored) {
    return topDown ? -(long) stored : stored & 0xFFFFFFFFL;
  }

  private int[] readMasks() {
    if (compression == BITFIELDS) {
      int alpha = size < SHORTEST_HEADER_WITH_ALPHA ? 0 : content.getInt(MASKS + 12);
      return new int[] {
        content.getInt(MASKS), content.getInt(MASKS + 4), content.getInt(MASKS + 8), alpha
      };
    }
    int[] usual = bits == 16 ? FIVE_FIVE_FIVE : EIGHT_EIGHT_EIGHT;
    return Arrays.copyOf(usual, 4);
  }

  private void requireDecodable() throws RejectedImageException {
    boolean known =
        switch (bits) {
          case 1, 4, 8 -> compression >= RAW && compression <= RUNS_OF_4;
          case 16 -> isRawOrBitfields() && (masksAre(FIVE_SIX_FIVE) || masksAre(FIVE_FIVE_FIVE));
          case 24 -> isRawOrBitfields() && masksAre(EIGHT_EIGHT_EIGHT);
          case 32 ->
              isRawOrBitfields()
                  && Arrays.stream(KNOWN_MASKS).anyMatch(each -> Arrays.equals(each, masks));
          default -> false;
        };
    if (!known) {
      throw unsupported(
          String.format(
              Locale.ROOT, "BMP with %d bits a pixel and compression %d", bits, compression));
    }
  }

  private boolean isRawOrBitfields() {
    return compression == RAW || compression == BITFIELDS;
  }

  private boolean masksAre(int[] wanted) {
    return Arrays.equals(masks, 0, 3, wanted, 0, 3);
  }

  private int paletteOffset() {
    boolean masksBehindHeader = compression == BITFIELDS && size == WINDOWS_HEADER;
    return masksBehindHeader ? MASKS + 12 : HEADER + size;
  }

  /** Reads the palette; where the pixels begin. */
  private int readPalette() throws RejectedImageException {
    int entrySize = size == OS2_HEADER ? 3 : 4;
    long colours = size == OS2_HEADER ? 0 : content.getInt(46) & 0xFFFFFFFFL;
    colours = colours == 0 ? 1L << bits : colours;
    if (colours > MOST_COLOURS) {
      throw unsupported(String.format(Locale.ROOT, "BMP with a palette of %d colours", colours));
    }
    boolean gray = true;
    for (int i = 0; i < colours; i++) {
      for (int band = 0; band < 3; band++) {
        byte level = content.get(paletteOffset() + i * entrySize + 2 - band);
        palette[3 * i + band] = level;
        gray &= (level & 0xFF) == (colours == 2 ? i * 255 : i);
      }
    }
    if (gray && bits != (colours == 2 ? 1 : 8) && compression == RAW) {
      // Pillow takes such indices for gray levels of their own, of one bit or of eight.
      throw unsupported(
          String.format(Locale.ROOT, "BMP with %d bits a pixel and a gray palette", bits));
    }
    return pixelOffset(paletteOffset(), (int) colours * entrySize);
  }

  private int pixelOffset(int paletteOffset, int paletteLength) {
    int offset = content.getInt(10);
    if (offset == 0) {
      return paletteOffset + paletteLength;
    }
    return offset == HEADER + size ? offset + paletteLength : offset;
  }

  /** Columns, in pixels. */
  int width() {
    return (int) width;
  }

  /** Rows, in pixels. */
  int height() {
    return (int) height;
  }

  /** Whether the first row in the file is the uppermost one. */
  boolean isTopDown() {
    return topDown;
  }

  /** Bits of a pixel. */
  int bits() {
    return bits;
  }

  /** How pixels are stored: {@link #RAW}, {@link #RUNS_OF_8} or {@link #RUNS_OF_4}. */
  int compression() {
    return compression == BITFIELDS ? RAW : compression;
  }

  /** Where in the file the pixels begin; may lie outside of it. */
  int pixelOffset() {
    return pixelOffset;
  }

  /** The palette, 256 times red, green, blue; black beyond its end. */
  byte[] palette() {
    return palette;
  }

  /** Whether green has six bits in a pixel of 16 bits, and not five. */
  boolean hasSixBitsOfGreen() {
    return masksAre(FIVE_SIX_FIVE);
  }

  /** The byte of a pixel of 24 or 32 bits that has red, green or blue. */
  int byteOf(int band) {
    return masks[0] == 0 ? 2 - band : Integer.numberOfTrailingZeros(masks[band]) / 8;
  }

  private static RejectedImageException unsupported(String what) {
    return RejectedImageException.unsupported(what + " is not decoded; convert the file to PNG.");
  }
}
