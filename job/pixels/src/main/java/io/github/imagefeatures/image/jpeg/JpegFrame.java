package io.github.imagefeatures.image.jpeg;

import io.github.imagefeatures.image.RejectedImageException;

/** What the frame header of a JPEG file says: how it is coded, its size, its components. */
final class JpegFrame {
  private static final int MAX_COMPONENTS = 4;
  private static final int PROGRESSIVE = JpegMarker.SOF0 + 2;
  private static final int ARITHMETIC = JpegMarker.SOF0 + 9;
  private static final int ARITHMETIC_PROGRESSIVE = JpegMarker.SOF0 + 10;

  private int type;
  private int precision;
  private int width;
  private int height;
  private int components;
  private final int[] componentIds = new int[MAX_COMPONENTS];
  private final int[] samplingFactors = new int[MAX_COMPONENTS];
  private final int[] quantisationIds = new int[MAX_COMPONENTS];

  /** Becomes a frame that has not been read. */
  void forget() {
    type = 0;
    width = 0;
    height = 0;
    components = 0;
  }

  /**
   * Reads the frame header of a file.
   *
   * @param marker the code of its marker
   * @param content the file
   * @param at where the segment's content begins, after its length
   * @param size bytes of the content
   * @throws RejectedImageException {@code corrupt} if it is not the first one, or damaged
   */
  void read(int marker, byte[] content, int at, int size) throws RejectedImageException {
    int count = size < 6 ? 0 : content[at + 5] & 0xFF;
    if (type != 0 || count == 0 || size != 6 + 3 * count) {
      throw RejectedImageException.corrupt("The JPEG file's frame header is damaged.");
    }
    type = marker;
    precision = content[at] & 0xFF;
    height = JpegMarker.unsignedShort(content, at + 1);
    width = JpegMarker.unsignedShort(content, at + 3);
    components = count;
    for (int i = 0; i < Math.min(count, MAX_COMPONENTS); i++) {
      componentIds[i] = content[at + 6 + 3 * i] & 0xFF;
      samplingFactors[i] = content[at + 7 + 3 * i] & 0xFF;
      quantisationIds[i] = content[at + 8 + 3 * i] & 0xFF;
    }
  }

  /**
   * Checks that the frame is one that is decoded.
   *
   * @param quantisationTables those that the file has, a bit for each
   * @throws RejectedImageException {@code corrupt} if there is no frame or a table is missing,
   *     {@code unsupported} if it is of a kind that is not decoded
   */
  void requireDecodable(int quantisationTables) throws RejectedImageException {
    if (type == 0) {
      throw RejectedImageException.corrupt("The JPEG file has image data but no frame header.");
    }
    boolean known = type <= PROGRESSIVE || isArithmetic();
    if (!known || precision != 8) {
      throw RejectedImageException.unsupported(
          "JPEG of process "
              + (type - JpegMarker.SOF0)
              + " with "
              + precision
              + " bits a sample is not decoded, only 8-bit baseline and progressive.");
    }
    if (components == 2 || components > MAX_COMPONENTS) {
      throw RejectedImageException.unsupported(
          "JPEG with " + components + " components has no known meaning as colours.");
    }
    for (int i = 0; i < components; i++) {
      if ((quantisationTables & 1 << quantisationIds[i]) == 0) {
        throw RejectedImageException.corrupt("The JPEG file lacks a quantisation table.");
      }
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

  /** Samples that a pixel has: 1, 3 or 4 when it is decodable. */
  int components() {
    return components;
  }

  /** Whether the components call themselves R, G and B. */
  boolean namesRedGreenBlue() {
    return componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
  }

  /** Whether the first component has two samples, one above the other, for each of the others. */
  boolean halvesOtherComponentsVertically() {
    return samplingFactors[0] == 0x12 && samplingFactors[1] == 0x11 && samplingFactors[2] == 0x11;
  }

  /** Whether the entropy coding is arithmetic. */
  boolean isArithmetic() {
    return type == ARITHMETIC || type == ARITHMETIC_PROGRESSIVE;
  }

  /** Whether the image comes in scans of growing precision. */
  boolean isProgressive() {
    return type == PROGRESSIVE || type == ARITHMETIC_PROGRESSIVE;
  }
}
