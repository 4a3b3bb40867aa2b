package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.RejectedImageException;

/**
 * Decodes what fax machines transmit, and TIFF files of one bit a pixel hold: ITU-T T.4, of one or
 * two dimensions, and T.6. A row is a list of columns in which the colour changes.
 */
final class FaxDecoder {
  /**
   * The codes of T.4, tables 2 and 3, for runs of 0 to 63, then of 64, 128, ... 2560 pixels; as
   * hexadecimal numbers with a one in front of the code's bits.
   */
  private static final String WHITE_CODES =
      "135 47 17 18 1b 1c 1e 1f 33 34 27 28 48 43 74 75 6a 6b a7 8c 88 97 83 84 a8 ab 93 "
          + "a4 98 102 103 11a 11b 112 113 114 115 116 117 128 129 12a 12b 12c 12d 104 105 10a "
          + "10b 152 153 154 155 124 125 158 159 15a 15b 14a 14b 132 133 134 3b 32 57 b7 136 137 "
          + "164 165 168 167 2cc 2cd 2d2 2d3 2d4 2d5 2d6 2d7 2d8 2d9 2da 2db 298 299 29a 58 29b "
          + "808 80c 80d 1012 1013 1014 1015 1016 1017 101c 101d 101e 101f";

  private static final String BLACK_CODES =
      "437 a 7 6 b 13 12 23 45 44 84 85 87 104 107 218 417 418 408 867 868 86c 837 828 817 "
          + "818 10ca 10cb 10cc 10cd 1068 1069 106a 106b 10d2 10d3 10d4 10d5 10d6 10d7 106c 106d "
          + "10da 10db 1054 1055 1056 1057 1064 1065 1052 1053 1024 1037 1038 1027 1028 1058 "
          + "1059 102b 102c 105a 1066 1067 40f 10c8 10c9 105b 1033 1034 1035 206c 206d 204a 204b "
          + "204c 204d 2072 2073 2074 2075 2076 2077 2052 2053 2054 2055 205a 205b 2064 2065 808 "
          + "80c 80d 1012 1013 1014 1015 1016 1017 101c 101d 101e 101f";

  /** The codes of T.4, table 4: pass, horizontal, vertical by 0, 1, 2, 3, -1, -2, -3 columns. */
  private static final String MODE_CODES = "11 9 3 b 43 83 a 42 82";

  private static final int LONGEST_RUN_CODE = 13;
  private static final int LONGEST_MODE_CODE = 7;
  private static final int PASS = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;
  private static final int LARGEST_SHIFT = 3;
  private static final int EOL_ZEROS = 11;

  private static final int[] WHITE = table(WHITE_CODES, LONGEST_RUN_CODE);
  private static final int[] BLACK = table(BLACK_CODES, LONGEST_RUN_CODE);
  private static final int[] MODES = table(MODE_CODES, LONGEST_MODE_CODE);

  private final byte[] content;
  private final int end;
  private final int width;
  private int at;
  private int bit;
  private int[] reference;
  private int references;
  private int[] changes;
  private int count;

  /**
   * @param content holds the code
   * @param from where it begins
   * @param to where it ends, exclusive
   * @param width pixels of a row
   */
  FaxDecoder(byte[] content, int from, int to, int width) {
    this.content = content;
    this.at = from;
    this.end = to;
    this.width = width;
    reference = new int[width + 2];
    changes = new int[width + 2];
  }

  /**
   * For all that begins with a code: its length and, above it, its index; 0 where there is none.
   */
  private static int[] table(String codes, int longest) {
    int[] table = new int[1 << longest];
    String[] all = codes.split(" ");
    for (int i = 0; i < all.length; i++) {
      int marked = Integer.parseInt(all[i], 16);
      int length = 31 - Integer.numberOfLeadingZeros(marked);
      int first = (marked - (1 << length)) << (longest - length);
      for (int k = 0; k < 1 << (longest - length); k++) {
        table[first + k] = i << 4 | length;
      }
    }
    return table;
  }

  /**
   * Decodes rows of one dimension that each begin in a byte of their own: TIFF's compression 2.
   *
   * @param rows how many
   * @param target gets a bit for each pixel, 1 for black, each row in bytes of its own
   * @throws RejectedImageException {@code corrupt}
   */
  void decodeHuffman(int rows, byte[] target) throws RejectedImageException {
    for (int y = 0; y < rows; y++) {
      decodeOneDimension();
      if (bit > 0) {
        bit = 0;
        at++;
      }
      paint(target, y);
    }
  }

  /**
   * Decodes T.4, whose rows begin with a mark.
   *
   * @param rows as in {@link #decodeHuffman}
   * @param twoDimensional whether the mark is followed by a bit that says how the row is coded
   * @param target as in {@link #decodeHuffman}
   * @throws RejectedImageException {@code corrupt}
   */
  void decodeGroup3(int rows, boolean twoDimensional, byte[] target) throws RejectedImageException {
    for (int y = 0; y < rows; y++) {
      skipEndOfLine();
      if (twoDimensional && peek(1) == 0) {
        skip(1);
        decodeTwoDimensions();
      } else {
        skip(twoDimensional ? 1 : 0);
        decodeOneDimension();
      }
      paint(target, y);
    }
  }

  /**
   * Decodes T.6.
   *
   * @param rows as in {@link #decodeHuffman}
   * @param target as in {@link #decodeHuffman}
   * @throws RejectedImageException {@code corrupt}
   */
  void decodeGroup4(int rows, byte[] target) throws RejectedImageException {
    for (int y = 0; y < rows; y++) {
      decodeTwoDimensions();
      paint(target, y);
    }
  }

  private void skipEndOfLine() throws RejectedImageException {
    while (peek(EOL_ZEROS) != 0) {
      skip(1);
    }
    skip(EOL_ZEROS);
    while (peek(1) == 0) {
      skip(1);
    }
    skip(1);
  }

  private void decodeOneDimension() throws RejectedImageException {
    count = 0;
    int column = 0;
    boolean white = true;
    while (column < width) {
      column += run(white);
      change(column);
      white = !white;
    }
  }

  private void decodeTwoDimensions() throws RejectedImageException {
    swap();
    int column = -1;
    boolean white = true;
    while (column < width) {
      int next = nextReference(column, white);
      int mode = code(MODES, LONGEST_MODE_CODE);
      if (mode == PASS) {
        column = reference(next + 1);
      } else if (mode == HORIZONTAL) {
        column = Math.max(0, column) + run(white);
        change(column);
        column += run(!white);
        change(column);
      } else {
        int shift = mode - VERTICAL;
        column = reference(next) + (shift <= LARGEST_SHIFT ? shift : LARGEST_SHIFT - shift);
        change(column);
        white = !white;
      }
    }
  }

  private void swap() {
    int[] old = reference;
    reference = changes;
    references = count;
    changes = old;
    count = 0;
  }

  /** The first change of the row above that is right of a column, and to the other colour. */
  private int nextReference(int column, boolean white) {
    // Both rows tend to have as many changes up to a column; from there on in either direction.
    int i = Math.min(count, references) & ~1 | (white ? 0 : 1);
    while (i >= 2 && reference(i - 2) > column) {
      i -= 2;
    }
    while (i < references && reference[i] <= column) {
      i += 2;
    }
    return i;
  }

  private int reference(int i) {
    return i < references ? reference[i] : width;
  }

  private void change(int column) throws RejectedImageException {
    if (column > width || count > 0 && column < changes[count - 1] || count == changes.length) {
      throw damaged();
    }
    changes[count++] = column;
  }

  private int run(boolean white) throws RejectedImageException {
    int length = 0;
    int index;
    do {
      index = code(white ? WHITE : BLACK, LONGEST_RUN_CODE);
      length += index < 64 ? index : 64 * (index - 63);
      if (length > width) {
        throw damaged();
      }
    } while (index >= 64);
    return length;
  }

  private int code(int[] table, int longest) throws RejectedImageException {
    int entry = table[peek(longest)];
    if (entry == 0) {
      throw damaged();
    }
    skip(entry & 0xF);
    return entry >> 4;
  }

  /** Bits to come, zeros beyond the end. */
  private int peek(int bits) {
    int three = byteAt(at) << 16 | byteAt(at + 1) << 8 | byteAt(at + 2);
    return three >> (24 - bit - bits) & (1 << bits) - 1;
  }

  private int byteAt(int index) {
    return index < end ? content[index] & 0xFF : 0;
  }

  private void skip(int bits) throws RejectedImageException {
    bit += bits;
    at += bit >> 3;
    bit &= 7;
    if (at > end || at == end && bit > 0) {
      throw damaged();
    }
  }

  private void paint(byte[] target, int y) {
    int row = y * ((width + 7) / 8);
    for (int i = 0; i < count; i += 2) {
      int to = i + 1 < count ? changes[i + 1] : width;
      for (int x = changes[i]; x < to; x++) {
        target[row + (x >> 3)] |= (byte) (0x80 >> (x & 7));
      }
    }
  }

  private static RejectedImageException damaged() {
    return RejectedImageException.corrupt("The TIFF file's fax code is damaged or ends early.");
  }
}
