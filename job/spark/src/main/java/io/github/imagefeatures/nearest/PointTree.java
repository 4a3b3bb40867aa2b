package io.github.imagefeatures.nearest;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The nearest of points with few coordinates, exactly: a k-d tree (Bentley, "Multidimensional
 * binary search trees used for associative searching", 1975), whose halves are halves of an array.
 * What a half holds is as far away as the borders of all halves around it are together (Arya and
 * Mount, "Algorithms for fast vector quantization", 1993).
 */
public final class PointTree {
  /** Points that are looked at one by one. */
  private static final int LEAF = 8;

  /** Takes off more than rounding adds to a sum of few squares. */
  private static final double SURELY = 1 - 0x1p-40;

  private final double[] points;
  private final int dimensions;
  private final int[] order;
  // By its place in the array, of each upper half: along which axis the lower one was split off,
  // where along it the lower one ends, and where the upper one begins.
  private final int[] axes;
  private final double[] ends;
  private final double[] begins;

  /**
   * Splits the points.
   *
   * @param points finite coordinates, point by point
   * @param dimensions coordinates of a point
   */
  public PointTree(double[] points, int dimensions) {
    this.points = points;
    this.dimensions = dimensions;
    order = new int[points.length / dimensions];
    axes = new int[order.length];
    ends = new double[order.length];
    begins = new double[order.length];
    Arrays.setAll(order, point -> point);
    split(0, order.length);
  }

  /**
   * Finds the nearest of each point.
   *
   * @param wished how many, of which there may be fewer
   * @return those of each point, by its number
   */
  public NearestRows nearest(int wished) {
    int count = Math.max(0, Math.min(wished, order.length - 1));
    int[] rows = new int[order.length * count];
    double[] squared = new double[rows.length];
    IntStream.range(0, count > 0 ? order.length : 0)
        .parallel()
        .forEach(
            point -> {
              Nearest nearest = new Nearest(count);
              search(point, 0, order.length, new double[dimensions], nearest);
              System.arraycopy(nearest.rows(), 0, rows, point * count, count);
              System.arraycopy(nearest.distances(), 0, squared, point * count, count);
            });
    return new NearestRows(count, rows, squared, 0, 1);
  }

  /** Puts the half that lies lower along the widest axis in front of the other, and so on. */
  private void split(int from, int to) {
    if (to - from > LEAF) {
      int axis = widest(from, to);
      long[] keys = new long[to - from];
      for (int i = from; i < to; i++) {
        int bits = Float.floatToIntBits((float) along(axis, order[i]));
        // As integers, negative numbers would stand the other way round.
        int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        keys[i - from] = (long) ordered << Integer.SIZE | order[i];
      }
      Arrays.sort(keys);
      for (int i = from; i < to; i++) {
        order[i] = (int) keys[i - from];
      }
      int half = (from + to) >>> 1;
      axes[half] = axis;
      // Not those beside the border: numbers that round to the same stand in any order.
      ends[half] = along(axis, from, half).max().orElseThrow();
      begins[half] = along(axis, half, to).min().orElseThrow();
      split(from, half);
      split(half, to);
    }
  }

  private int widest(int from, int to) {
    int widest = 0;
    double width = 0;
    for (int axis = 0; axis < dimensions; axis++) {
      DoubleSummaryStatistics range = along(axis, from, to).summaryStatistics();
      if (range.getMax() - range.getMin() > width) {
        width = range.getMax() - range.getMin();
        widest = axis;
      }
    }
    return widest;
  }

  private DoubleStream along(int axis, int from, int to) {
    return Arrays.stream(order, from, to).mapToDouble(point -> along(axis, point));
  }

  private double along(int axis, int point) {
    return points[point * dimensions + axis];
  }

  /**
   * Looks through points that follow one another.
   *
   * @param away along each axis, how far from the point the borders around them are
   */
  private void search(int point, int from, int to, double[] away, Nearest nearest) {
    if (to - from <= LEAF) {
      for (int i = from; i < to; i++) {
        if (order[i] != point) {
          nearest.add(order[i], squaredDistance(point, order[i]));
        }
      }
      return;
    }
    int half = (from + to) >>> 1;
    double toLower = along(axes[half], point) - ends[half];
    double toUpper = begins[half] - along(axes[half], point);
    if (toLower < toUpper) {
      search(point, from, half, axes[half], toLower, away, nearest);
      search(point, half, to, axes[half], toUpper, away, nearest);
    } else {
      search(point, half, to, axes[half], toUpper, away, nearest);
      search(point, from, half, axes[half], toLower, away, nearest);
    }
  }

  /** Looks through a half where it may hold one that is nearer than those that are known. */
  private void search(
      int point, int from, int to, int axis, double border, double[] away, Nearest nearest) {
    double before = away[axis];
    away[axis] = Math.max(before, border);
    double squared = 0;
    for (double each : away) {
      squared += each * each;
    }
    if (squared * SURELY <= nearest.farthest()) {
      search(point, from, to, away, nearest);
    }
    away[axis] = before;
  }

  private double squaredDistance(int point, int other) {
    return Distance.squared(points, point * dimensions, points, other * dimensions, dimensions);
  }
}
