package io.github.imagefeatures.neighbours;

import java.util.Arrays;

/**
 * The nearest of points in the plane, exactly: a k-d tree (Bentley, "Multidimensional binary search
 * trees used for associative searching", 1975), whose halves are halves of an array.
 */
final class PlaneTree {
  /** Points that are looked at one by one. */
  private static final int LEAF = 8;

  private final float[] places;
  private final int[] order;
  // Along the axis that it was split by, where each upper half begins; by its place in the array.
  private final float[] begins;

  /**
   * @param places two finite numbers a point
   */
  PlaneTree(float[] places) {
    this.places = places;
    order = new int[places.length / 2];
    begins = new float[order.length];
    Arrays.setAll(order, point -> point);
    split(0, order.length, 0);
  }

  /**
   * Finds the nearest of each point.
   *
   * @param wished how many, of which there may be fewer
   */
  NearestRows nearest(int wished) {
    int count = Math.min(wished, order.length - 1);
    int[] rows = new int[order.length * count];
    double[] squared = new double[rows.length];
    for (int point = 0; point < order.length && count > 0; point++) {
      Nearest nearest = new Nearest(count);
      search(point, 0, order.length, 0, nearest);
      System.arraycopy(nearest.rows(), 0, rows, point * count, count);
      System.arraycopy(nearest.distances(), 0, squared, point * count, count);
    }
    return new NearestRows(count, rows, squared, 0, 1);
  }

  /** Puts the half that lies lower along an axis in front of the other, and so on within both. */
  private void split(int from, int to, int axis) {
    if (to - from > LEAF) {
      long[] keys = new long[to - from];
      for (int i = from; i < to; i++) {
        int bits = Float.floatToIntBits(places[2 * order[i] + axis]);
        // As integers, negative numbers would stand the other way round.
        int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        keys[i - from] = (long) ordered << Integer.SIZE | order[i];
      }
      Arrays.sort(keys);
      for (int i = from; i < to; i++) {
        order[i] = (int) keys[i - from];
      }
      int half = (from + to) >>> 1;
      begins[half] = places[2 * order[half] + axis];
      split(from, half, 1 - axis);
      split(half, to, 1 - axis);
    }
  }

  private void search(int point, int from, int to, int axis, Nearest nearest) {
    if (to - from <= LEAF) {
      for (int i = from; i < to; i++) {
        if (order[i] != point) {
          double across = along(0, point, order[i]);
          double up = along(1, point, order[i]);
          nearest.add(order[i], across * across + up * up);
        }
      }
      return;
    }
    int half = (from + to) >>> 1;
    double beyond = (double) places[2 * point + axis] - begins[half];
    boolean isLower = beyond < 0;
    search(point, isLower ? from : half, isLower ? half : to, 1 - axis, nearest);
    if (beyond * beyond <= nearest.farthest()) {
      search(point, isLower ? half : from, isLower ? to : half, 1 - axis, nearest);
    }
  }

  private double along(int axis, int point, int other) {
    return (double) places[2 * point + axis] - places[2 * other + axis];
  }
}
