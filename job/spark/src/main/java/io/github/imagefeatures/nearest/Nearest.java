package io.github.imagefeatures.nearest;

import java.util.Arrays;

/** The nearest of the rows that are added; of those equally near, the ones with lower numbers. */
final class Nearest {
  private final int[] rows;
  private final double[] distances;
  private int count;

  /**
   * @param most rows that are kept, 1 or more
   */
  Nearest(int most) {
    rows = new int[most];
    distances = new double[most];
  }

  void add(int row, double distance) {
    int at = count;
    while (at > 0 && isBefore(row, distance, at - 1)) {
      at--;
    }
    if (at == rows.length) {
      return;
    }
    count = Math.min(count + 1, rows.length);
    System.arraycopy(rows, at, rows, at + 1, count - 1 - at);
    System.arraycopy(distances, at, distances, at + 1, count - 1 - at);
    rows[at] = row;
    distances[at] = distance;
  }

  private boolean isBefore(int row, double distance, int other) {
    int order = Double.compare(distance, distances[other]);
    return order < 0 || order == 0 && row < rows[other];
  }

  /** The distance of the farthest; infinite as long as there is room for more. */
  double farthest() {
    return count < rows.length ? Double.POSITIVE_INFINITY : distances[count - 1];
  }

  /** The rows, the nearest first. */
  int[] rows() {
    return Arrays.copyOf(rows, count);
  }

  /** Their distances, ascending. */
  double[] distances() {
    return Arrays.copyOf(distances, count);
  }
}
