package io.github.imagefeatures.image.jpeg;

import java.util.Arrays;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * How every rewritten JPEG file begins: start of image, an Adobe segment, the standard Huffman
 * tables for all eight places.
 *
 * <p>A reader that is used again still holds the tables of the image before. With these in front,
 * what a file decodes to never depends on its predecessor, and files without tables (frames of
 * Motion JPEG) get the ones that libjpeg-turbo takes for them.
 */
final class JpegPrologue {
  /** Where, from the Adobe segment's name on, its transform is. */
  static final int ADOBE_TRANSFORM = 11;

  /** Where in the prologue the Adobe segment's transform is. */
  static final int TRANSFORM_OFFSET = 6 + ADOBE_TRANSFORM;

  private static final int ADOBE_END = TRANSFORM_OFFSET + 1;

  private JpegPrologue() {}

  /** A new copy of the prologue, with a transform of 0. */
  static byte[] bytes() {
    byte[] adobe = {
      (byte) 0xFF,
      (byte) JpegMarker.SOI,
      (byte) 0xFF,
      (byte) JpegMarker.APP14,
      0,
      14,
      'A',
      'd',
      'o',
      'b',
      'e',
      0,
      100
    };
    byte[] all = Arrays.copyOf(adobe, 2048);
    int at = ADOBE_END;
    for (int place = 0; place < 4; place++) {
      boolean first = place == 0;
      at =
          append(
              all,
              at,
              place,
              first ? JPEGHuffmanTable.StdDCLuminance : JPEGHuffmanTable.StdDCChrominance);
      at =
          append(
              all,
              at,
              0x10 | place,
              first ? JPEGHuffmanTable.StdACLuminance : JPEGHuffmanTable.StdACChrominance);
    }
    return Arrays.copyOf(all, at);
  }

  private static int append(byte[] all, int from, int place, JPEGHuffmanTable table) {
    short[] lengths = table.getLengths();
    short[] values = table.getValues();
    int size = 3 + 16 + values.length;
    int at = from;
    all[at++] = (byte) 0xFF;
    all[at++] = (byte) JpegMarker.DHT;
    all[at++] = (byte) (size >> 8);
    all[at++] = (byte) size;
    all[at++] = (byte) place;
    for (int i = 0; i < 16; i++) {
      all[at++] = (byte) (i < lengths.length ? lengths[i] : 0);
    }
    for (short value : values) {
      all[at++] = (byte) value;
    }
    return at;
  }
}
