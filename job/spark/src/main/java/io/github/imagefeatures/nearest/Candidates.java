package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * For each row of a block the rows that lie nearest by their rounded distances, as far as they have
 * been seen.
 */
final class Candidates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int capacity;
  private final int[] rows;
  private final float[] squared;
  private final int[] counts;
  // Beside one another, as every pair of rows is held against them.
  private final float[] limits;
  private float largestSquare;

  /**
   * @param size rows of the block
   * @param capacity candidates that are kept of each
   */
  Candidates(int size, int capacity) {
    this(capacity, new float[size]);
    Arrays.fill(limits, Float.POSITIVE_INFINITY);
  }

  /**
   * Those that are nearer than what others have found, to be added to these.
   *
   * @param capacity candidates that are kept of each row
   * @param limits the others', one of each row
   */
  Candidates(int capacity, float[] limits) {
    this.capacity = capacity;
    this.limits = limits.clone();
    rows = new int[limits.length * capacity];
    squared = new float[limits.length * capacity];
    counts = new int[limits.length];
    Arrays.fill(squared, Float.POSITIVE_INFINITY);
  }

  /** Most tasks find little for a row, and the room for more is not sent. */
  private record Sent(int size, int capacity, float largestSquare, byte[] found)
      implements Serializable {
    private Object readResolve() {
      ByteBuffer bytes = ByteBuffer.wrap(found);
      Candidates candidates = new Candidates(size, capacity);
      candidates.largestSquare = largestSquare;
      for (int of = 0; of < size; of++) {
        candidates.limits[of] = bytes.getFloat();
        candidates.counts[of] = bytes.getInt();
        for (int i = of * capacity; i < of * capacity + candidates.counts[of]; i++) {
          candidates.rows[i] = bytes.getInt();
          candidates.squared[i] = bytes.getFloat();
        }
      }
      return candidates;
    }
  }

  private Object writeReplace() {
    int numbers = 2 * (counts.length + Arrays.stream(counts).sum());
    ByteBuffer bytes = ByteBuffer.allocate(numbers * Integer.BYTES);
    for (int of = 0; of < counts.length; of++) {
      bytes.putFloat(limits[of]).putInt(counts[of]);
      for (int i = of * capacity; i < of * capacity + counts[of]; i++) {
        bytes.putInt(rows[i]).putFloat(squared[i]);
      }
    }
    return new Sent(counts.length, capacity, largestSquare, bytes.array());
  }

  /**
   * The squared distance below which another row becomes a candidate, of each row; what is added
   * changes them.
   */
  float[] limits() {
    return limits;
  }

  /** Adds a row whose rounded squared distance is below the limit, and no other. */
  void addIfNear(int of, int row, float distance) {
    if (distance < limits[of]) {
      add(of, row, distance);
    }
  }

  /** The squared distance below which a row becomes a candidate. */
  float limit(int of) {
    return limits[of];
  }

  private void add(int of, int row, float distance) {
    int begin = of * capacity;
    int at = begin + Math.min(counts[of], capacity - 1);
    while (at > begin && squared[at - 1] > distance) {
      squared[at] = squared[at - 1];
      rows[at] = rows[at - 1];
      at--;
    }
    squared[at] = distance;
    rows[at] = row;
    counts[of] = Math.min(counts[of] + 1, capacity);
    limits[of] = Math.min(limits[of], squared[begin + capacity - 1]);
  }

  /** Remembers how long the longest row is that distances were measured to. */
  void sawSquares(float... squares) {
    for (float square : squares) {
      largestSquare = Math.max(largestSquare, square);
    }
  }

  /** Adds what another has seen of the same block. */
  Candidates plus(Candidates other) {
    for (int of = 0; of < counts.length; of++) {
      for (int i = of * capacity; i < of * capacity + other.counts[of]; i++) {
        // The limit may be that of the other's own farthest.
        if (other.squared[i] <= limit(of)) {
          add(of, other.rows[i], other.squared[i]);
        }
      }
    }
    sawSquares(other.largestSquare);
    return this;
  }

  /** How many candidates a row has. */
  int count(int of) {
    return counts[of];
  }

  /** One of them. */
  int row(int of, int candidate) {
    return rows[of * capacity + candidate];
  }

  /** The least that the squared distance of one of them may be, of so many numbers a row. */
  double least(int of, int candidate, int dimensions) {
    return squared[of * capacity + candidate] - error(dimensions);
  }

  /**
   * The least squared distance of a row that is not among the candidates, or less; infinite where
   * all rows are.
   *
   * @param dimensions numbers of each row
   */
  double leastOfOthers(int of, int dimensions) {
    return counts[of] < capacity ? Double.POSITIVE_INFINITY : limit(of) - error(dimensions);
  }

  /**
   * By how much a rounded squared distance may be off.
   *
   * <p>In any order of adding up, a product of n numbers is off by at most n u |a| |b|, u = 2^-24
   * (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), to first order. Twice that is in
   * a squared distance; rounding the rows, their squares and the sum adds less than 30 u of the
   * largest square. A bound by leading coordinates has fewer products, by more than what the rests'
   * own rounding comes to.
   */
  private double error(int dimensions) {
    return 2 * (dimensions + 32.0) * 0x1p-24 * largestSquare;
  }
}
