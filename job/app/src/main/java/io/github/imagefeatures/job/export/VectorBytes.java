package io.github.imagefeatures.job.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.function.BiConsumer;

/** Vectors as rows of little-endian numbers, one after the other. */
final class VectorBytes {
  private VectorBytes() {}

  /**
   * Writes rows of 32 bits a number.
   *
   * @param dimension numbers of a row
   * @return how many rows were written
   */
  static long writeFloats(Iterator<float[]> rows, int dimension, OutputStream out)
      throws IOException {
    return write(
        rows, dimension * Float.BYTES, out, (row, bytes) -> bytes.asFloatBuffer().put(row));
  }

  /**
   * Writes rows of 64 bits a number.
   *
   * @param dimension numbers of a row
   * @return how many rows were written
   */
  static long writeDoubles(Iterator<double[]> rows, int dimension, OutputStream out)
      throws IOException {
    return write(
        rows, dimension * Double.BYTES, out, (row, bytes) -> bytes.asDoubleBuffer().put(row));
  }

  private static <T> long write(
      Iterator<T> rows, int rowBytes, OutputStream out, BiConsumer<T, ByteBuffer> into)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    long written = 0;
    while (rows.hasNext()) {
      into.accept(rows.next(), bytes);
      out.write(bytes.array());
      written++;
    }
    return written;
  }
}
