package io.github.imagefeatures.image.preprocess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A number of 64 bits for what a network reads of an image: the same for the same pixels, whatever
 * file they came from.
 */
public final class PixelHash {
  private static final int HALF = 32;

  /** Numbers that are copied at once: few enough to stay in the processor's nearest cache. */
  private static final int PART = 2048;

  private PixelHash() {}

  /**
   * Computes it: the CRC-32 and the CRC-32C of the numbers, which are together a CRC of 64 bits,
   * and which processors have instructions for.
   *
   * @param pixels an image at its position, as {@link ImagePreprocessor} writes it; stays as it is
   * @param length how many numbers the image has
   * @return equal for equal numbers; of different ones by chance once in 2^64
   */
  public static long of(FloatBuffer pixels, int length) {
    ByteBuffer part = ByteBuffer.allocate(Float.BYTES * PART).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer numbers = part.asFloatBuffer();
    CRC32 high = new CRC32();
    CRC32C low = new CRC32C();
    int end = pixels.position() + length;
    for (int from = pixels.position(); from < end; from += PART) {
      int count = Math.min(PART, end - from);
      numbers.rewind().put(pixels.slice(from, count));
      high.update(part.array(), 0, Float.BYTES * count);
      low.update(part.array(), 0, Float.BYTES * count);
    }
    return high.getValue() << HALF | low.getValue();
  }
}
