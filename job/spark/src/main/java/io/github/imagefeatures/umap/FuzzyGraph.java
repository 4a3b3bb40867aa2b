package io.github.imagefeatures.umap;

import java.util.Arrays;

/**
 * Which points belong together, and how surely: the fuzzy simplicial set of section 3.1 of McInnes,
 * Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction"
 * (arXiv:1802.03426). Each pair is one edge.
 *
 * @param heads a point of each edge
 * @param tails the other one
 * @param weights above 0, at most 1
 */
record FuzzyGraph(int[] heads, int[] tails, float[] weights) {
  /** Halvings after which a double has no digits left to tell. */
  private static final int HALVINGS = 64;

  private static final double TOLERANCE = 1e-5;

  /** No width is below this share of the mean distance: of the authors' own program. */
  private static final double LEAST_WIDTH = 1e-3;

  static FuzzyGraph of(NearestPoints nearest) {
    int count = nearest.count();
    int[] points = nearest.points();
    double[] directed = directed(nearest);
    int[] heads = new int[points.length];
    int[] tails = new int[points.length];
    float[] weights = new float[points.length];
    int edges = 0;
    for (int i = 0; i < points.length; i++) {
      int head = i / count;
      int tail = points[i];
      int back = find(points, tail * count, count, head);
      // An edge that both ends name is the one of the end with the lower number.
      if (back >= 0 && tail < head) {
        continue;
      }
      double there = directed[i];
      double andBack = back < 0 ? 0 : directed[back];
      heads[edges] = head;
      tails[edges] = tail;
      // Algorithm 1: either end says so, or both, independently of one another.
      weights[edges] = (float) (there + andBack - there * andBack);
      edges += weights[edges] > 0 ? 1 : 0;
    }
    return new FuzzyGraph(
        Arrays.copyOf(heads, edges), Arrays.copyOf(tails, edges), Arrays.copyOf(weights, edges));
  }

  private static int find(int[] points, int from, int count, int wanted) {
    for (int i = from; i < from + count; i++) {
      if (points[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Algorithm 2: how surely each point holds each of its nearest for its own. */
  private static double[] directed(NearestPoints nearest) {
    double[] weights = new double[nearest.distances().length];
    double floor = LEAST_WIDTH * Arrays.stream(nearest.distances()).average().orElse(0);
    for (int from = 0; from < weights.length; from += nearest.count()) {
      double[] beyond = beyondNearest(nearest, from);
      double width = Math.max(floor, width(beyond));
      for (int i = 0; i < beyond.length; i++) {
        weights[from + i] = width > 0 ? StrictMath.exp(-beyond[i] / width) : 1;
      }
    }
    return weights;
  }

  /** How much farther they are than the nearest that is not at the same place. */
  private static double[] beyondNearest(NearestPoints nearest, int from) {
    double[] beyond = Arrays.copyOfRange(nearest.distances(), from, from + nearest.count());
    double first = Arrays.stream(beyond).filter(distance -> distance > 0).findFirst().orElse(0);
    for (int i = 0; i < beyond.length; i++) {
      beyond[i] = Math.max(0, beyond[i] - first);
    }
    return beyond;
  }

  /**
   * Algorithm 3: the width with which the weights add up to the logarithm of their number, to base
   * 2. The point itself counts among its nearest, and has no weight.
   */
  private static double width(double[] beyond) {
    double wanted = StrictMath.log(beyond.length + 1) / StrictMath.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double width = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double sum = 0;
      for (double distance : beyond) {
        sum += StrictMath.exp(-distance / width);
      }
      if (Math.abs(sum - wanted) < TOLERANCE) {
        break;
      }
      if (sum > wanted) {
        high = width;
      } else {
        low = width;
      }
      width = Double.isInfinite(high) ? 2 * width : (low + high) / 2;
    }
    return width;
  }
}
