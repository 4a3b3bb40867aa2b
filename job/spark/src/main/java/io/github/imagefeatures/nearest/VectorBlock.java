package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.List;

/** Some rows of vectors that follow one another. */
final class VectorBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int first;
  private final int rows;
  private final int width;
  private final double[] values;
  // All tasks of a process share a block, and memory that is short takes these first.
  private transient volatile SoftReference<Factors> factors = new SoftReference<>(null);

  /**
   * One of zeros.
   *
   * @param first number of the first row among all rows
   * @param rows how many there are
   * @param width numbers in each
   */
  VectorBlock(int first, int rows, int width) {
    this.first = first;
    this.rows = rows;
    this.width = width;
    values = new double[rows * width];
  }

  /** Java writes bytes at once, and doubles one by one. */
  private record Packed(int first, int rows, int width, byte[] values) implements Serializable {
    private Object readResolve() {
      VectorBlock block = new VectorBlock(first, rows, width);
      block.set(0, values);
      return block;
    }
  }

  private Object writeReplace() {
    return new Packed(first, rows, width, packed(values));
  }

  /** Sets the numbers of a row. */
  void set(int row, double[] numbers) {
    System.arraycopy(numbers, 0, values, row * width, width);
  }

  /** Sets the numbers of a row, and of the rows after it if there are more. */
  void set(int row, byte[] packed) {
    ByteBuffer.wrap(packed).asDoubleBuffer().get(values, row * width, packed.length / Double.BYTES);
  }

  /** Number of the first row among all rows. */
  int first() {
    return first;
  }

  /** How many rows there are. */
  int rows() {
    return rows;
  }

  /** The numbers of a row. */
  int width() {
    return width;
  }

  /** All numbers, row by row. */
  double[] values() {
    return values;
  }

  /** The rows as factors of products, made once for all tasks of a process. */
  Factors factors(Leading leading, List<BlockPairs.Search> searches) {
    Factors made = factors.get();
    if (made == null || !made.searches().equals(searches)) {
      made = Factors.of(this, leading, searches);
      factors = new SoftReference<>(made);
    }
    return made;
  }

  /** Numbers as bytes. */
  static byte[] packed(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /** Adds up the rows. */
  void addTo(double[] sum) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        sum[i] += values[row * width + i];
      }
    }
  }

  /** The rows less the mean of all rows, one after another. */
  double[] centred(double[] mean) {
    double[] centred = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        centred[row * width + i] = values[row * width + i] - mean[i];
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
    return Distance.squared(values, row * width, other.values, otherRow * other.width, dimensions);
  }
}
