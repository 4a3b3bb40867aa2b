package io.github.imagefeatures.neighbours;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Some rows of vectors that follow one another.
 *
 * @param first number of the first row among all rows
 * @param rows how many there are
 * @param width numbers in each
 * @param values row by row
 */
record VectorBlock(int first, int rows, int width, double[] values) implements Serializable {

  /** Java writes bytes at once, and doubles one by one. */
  private record Packed(int first, int rows, int width, byte[] values) implements Serializable {
    private Object readResolve() {
      return new VectorBlock(first, rows, width, unpacked(values));
    }
  }

  private Object writeReplace() {
    return new Packed(first, rows, width, packed(values));
  }

  /** Numbers as bytes. */
  static byte[] packed(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /** The numbers again. */
  static double[] unpacked(byte[] packed) {
    double[] values = new double[packed.length / Double.BYTES];
    ByteBuffer.wrap(packed).asDoubleBuffer().get(values);
    return values;
  }

  /** Adds up the rows. */
  void addTo(double[] sum) {
    for (int i = 0; i < values.length; i++) {
      sum[i % width] += values[i];
    }
  }

  /**
   * The rows as factors of a product: without the mean of all rows, which is the same for every
   * distance, and costs digits where all rows point the same way.
   *
   * @param dimensions that count, the first of each row
   * @return as many numbers a row
   */
  float[] centred(double[] mean, int dimensions) {
    float[] centred = new float[rows * dimensions];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < dimensions; i++) {
        centred[row * dimensions + i] = (float) (values[row * width + i] - mean[i]);
      }
    }
    return centred;
  }

  /**
   * The squared distance of two rows, the same bits for both orders of them.
   *
   * @param dimensions that count, the first of each row
   */
  double squaredDistance(int row, VectorBlock other, int otherRow, int dimensions) {
    int mine = row * width;
    int theirs = otherRow * width;
    int whole = dimensions - dimensions % 4;
    // Four sums, since each addition waits for the one before it.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = 0; i < whole; i += 4) {
      double u = values[mine + i] - other.values[theirs + i];
      double v = values[mine + i + 1] - other.values[theirs + i + 1];
      double w = values[mine + i + 2] - other.values[theirs + i + 2];
      double x = values[mine + i + 3] - other.values[theirs + i + 3];
      a += u * u;
      b += v * v;
      c += w * w;
      d += x * x;
    }
    for (int i = whole; i < dimensions; i++) {
      double u = values[mine + i] - other.values[theirs + i];
      a += u * u;
    }
    return a + b + (c + d);
  }
}
