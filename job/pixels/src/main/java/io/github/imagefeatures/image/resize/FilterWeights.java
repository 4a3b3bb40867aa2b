package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.Filter;
import java.util.Arrays;

/**
 * The weights of one of Pillow's filters from one length to another, in its fixed point, for those
 * outputs that are kept.
 *
 * <p>Follows {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} in Pillow's {@code
 * src/libImaging/Resample.c}: support times max(scale, 1), centre (x + 0.5) * scale, normalised in
 * double precision, then rounded half away from zero to 22 bits. Where the lengths are equal Pillow
 * skips the pass, and the weights here are a single one.
 */
final class FilterWeights {
  /** Bits behind the point: 32, less 8 for the sample and 2 for the overshoot. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** One half in that fixed point: where every sum starts, so that it is rounded at the end. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  private final int[] first;
  private final int[] offset;
  private final int[] weights;
  private final int shortestCount;
  private final int longestCount;

  /**
   * @param filter says how much each sample weighs
   * @param stretch from which length to which, and what is kept
   */
  FilterWeights(Filter filter, Stretch stretch) {
    int inputLength = stretch.inputLength();
    double scale = (double) inputLength / stretch.outputLength();
    double filterScale = Math.max(scale, 1.0);
    double support = scale == 1.0 ? 0.5 : filter.support() * filterScale;
    int least = scale < 1.0 ? Math.min(tapsWhenEnlarging(filter), inputLength) : 1;
    double[] window = new double[(int) Math.ceil(support) * 2 + 1];
    int outputs = stretch.outputs();
    int[] all = new int[outputs * Math.max(least, Math.min(window.length, inputLength))];
    first = new int[outputs];
    offset = new int[outputs + 1];
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int x = 0; x < outputs; x++) {
      double centre = (stretch.firstOutput() + x + 0.5) * scale;
      int from = Math.max((int) (centre - support + 0.5), 0);
      int to = Math.min((int) (centre + support + 0.5), inputLength);
      fillWindow(filter, window, from, to, centre, 1.0 / filterScale);
      // At the edges weights of zero are added, so that every output has as many.
      int count = Math.max(to - from, least);
      first[x] = Math.min(from, inputLength - count);
      offset[x + 1] = offset[x] + count;
      for (int i = from; i < to; i++) {
        all[offset[x] + i - first[x]] = fixedPoint(window[i - from]);
      }
      shortest = Math.min(shortest, count);
      longest = Math.max(longest, count);
    }
    weights = Arrays.copyOf(all, offset[outputs]);
    shortestCount = shortest;
    longestCount = longest;
  }

  /** How many samples a filter covers while an image is enlarged. */
  private static int tapsWhenEnlarging(Filter filter) {
    return 2 * filter.support();
  }

  private static void fillWindow(
      Filter filter, double[] window, int from, int to, double centre, double inverseScale) {
    double sum = 0.0;
    for (int i = 0; i < to - from; i++) {
      window[i] = filter.weightAt((i + from - centre + 0.5) * inverseScale);
      sum += window[i];
    }
    if (sum != 0.0) {
      for (int i = 0; i < to - from; i++) {
        window[i] /= sum;
      }
    }
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  /** The input sample that the first weight of output {@code x} belongs to; never falls with x. */
  int first(int x) {
    return first[x];
  }

  /** How many weights output {@code x} has, at least 1. */
  int count(int x) {
    return offset[x + 1] - offset[x];
  }

  /** Where the weights of output {@code x} begin in {@link #weights()}; x may be one too many. */
  int offset(int x) {
    return offset[x];
  }

  /** The weights of all outputs, one output after the other; not to be written to. */
  int[] weights() {
    return weights;
  }

  /** The first input sample that any output needs. */
  int firstNeeded() {
    return first[0];
  }

  /** The first input sample behind all those that an output needs. */
  int endNeeded() {
    return first[outputs() - 1] + count(outputs() - 1);
  }

  /** The most weights that an output has. */
  int longestCount() {
    return longestCount;
  }

  /** How many outputs there are. */
  int outputs() {
    return first.length;
  }

  /** The most outputs that one input sample is part of. */
  int mostOverlapping() {
    int most = 1;
    int oldest = 0;
    for (int x = 0; x < first.length; x++) {
      while (first[oldest] + count(oldest) <= first[x]) {
        oldest++;
      }
      most = Math.max(most, x - oldest + 1);
    }
    return most;
  }

  /** Whether every output has this many weights. */
  boolean hasFixedCount(int count) {
    return shortestCount == count && longestCount == count;
  }
}
