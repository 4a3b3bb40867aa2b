package io.github.imagefeatures.job.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What an array's file in the NPY format, version 1.0, begins with, as <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy describes
 * it</a>. The numbers follow, in little-endian order, the last index varying fastest.
 */
public final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The numbers begin at a multiple of this many bytes. */
  private static final int ALIGNMENT = 64;

  private NpyHeader() {}

  /**
   * The bytes before the numbers.
   *
   * @param numberBytes bytes of a floating-point number: 4 or 8
   * @param shape how many along each index
   * @return a multiple of 64 bytes
   */
  public static byte[] of(int numberBytes, int... shape) {
    byte[] dictionary = dictionary(numberBytes, shape);
    return ByteBuffer.allocate(MAGIC.length + Short.BYTES + dictionary.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) dictionary.length)
        .put(dictionary)
        .array();
  }

  /** A dictionary of Python as text, filled up with blanks. */
  private static byte[] dictionary(int numberBytes, int... shape) {
    String lengths =
        Arrays.stream(shape).mapToObj(length -> length + ",").collect(Collectors.joining(" "));
    String dictionary =
        "{'descr': '<f%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(numberBytes, lengths);
    int before = MAGIC.length + Short.BYTES;
    int end = (before + dictionary.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    String filled = dictionary + " ".repeat(end - before - dictionary.length() - 1) + "\n";
    return filled.getBytes(StandardCharsets.US_ASCII);
  }
}
