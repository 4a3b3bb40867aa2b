package io.github.imagefeatures.image.resize;

/**
 * Two rows of an image on their way through the horizontal pass together.
 *
 * <p>A sample of the first row and the one below it share a long, 32 bits each, so that one
 * multiplication weighs both. The lower sum may be negative and then borrows one from the upper;
 * taking the lower sum away again before the upper is read gives it back.
 */
final class RowPair {
  private static final int CHANNELS = 3;
  private static final int UPPER = 32;

  /** What the bicubic filter has while an image is enlarged. */
  private static final int TAPS_WITHOUT_LOOP = 4;

  private static final long HALVES = FilterWeights.HALF | (long) FilterWeights.HALF << UPPER;

  private long[] samples = new long[0];
  private FilterWeights weights;
  private int from;
  private int to;

  /**
   * Begins an image.
   *
   * @param weights from the rows' width; samples that none of them belongs to are passed over
   */
  void begin(FilterWeights weights) {
    this.weights = weights;
    from = weights.firstNeeded() * CHANNELS;
    to = weights.endNeeded() * CHANNELS;
    if (samples.length < to) {
      samples = new long[to];
    }
  }

  /**
   * Takes the first row; the second is as good as black until it comes.
   *
   * @param rgb red, green, blue, ...
   * @param offset where the row begins
   */
  void setFirst(byte[] rgb, int offset) {
    long[] all = samples;
    for (int i = from; i < to; i++) {
      all[i] = rgb[offset + i] & 0xFF;
    }
  }

  /** Takes the second row, like {@link #setFirst}. */
  void setSecond(byte[] rgb, int offset) {
    long[] all = samples;
    for (int i = from; i < to; i++) {
      all[i] |= (long) (rgb[offset + i] & 0xFF) << UPPER;
    }
  }

  /**
   * Resizes both rows.
   *
   * @param clipped the clipped value for each sum without what is behind its point, as unsigned
   * @param first gets the resized first row, 0 to 255
   * @param second gets the resized second row
   */
  void resize(int[] clipped, int[] first, int[] second) {
    if (weights.hasFixedCount(TAPS_WITHOUT_LOOP)) {
      enlarge(clipped, first, second);
      return;
    }
    int[] table = weights.weights();
    long[] all = samples;
    for (int out = 0, x = 0; out < first.length; out += CHANNELS, x++) {
      long red = HALVES;
      long green = HALVES;
      long blue = HALVES;
      int in = weights.first(x) * CHANNELS;
      int end = weights.offset(x + 1);
      for (int i = weights.offset(x); i < end; i++, in += CHANNELS) {
        long weight = table[i];
        red += weight * all[in];
        green += weight * all[in + 1];
        blue += weight * all[in + 2];
      }
      put(red, clipped, first, second, out);
      put(green, clipped, first, second, out + 1);
      put(blue, clipped, first, second, out + 2);
    }
  }

  /** Resizes rows whose every output has four weights, without a loop over the weights. */
  private void enlarge(int[] clipped, int[] first, int[] second) {
    int[] table = weights.weights();
    long[] all = samples;
    for (int out = 0, x = 0, i = 0; out < first.length; out += CHANNELS, x++, i += 4) {
      int in = weights.first(x) * CHANNELS;
      long a = table[i];
      long b = table[i + 1];
      long c = table[i + 2];
      long d = table[i + 3];
      long red = HALVES + a * all[in] + b * all[in + 3] + c * all[in + 6] + d * all[in + 9];
      long green = HALVES + a * all[in + 1] + b * all[in + 4] + c * all[in + 7] + d * all[in + 10];
      long blue = HALVES + a * all[in + 2] + b * all[in + 5] + c * all[in + 8] + d * all[in + 11];
      put(red, clipped, first, second, out);
      put(green, clipped, first, second, out + 1);
      put(blue, clipped, first, second, out + 2);
    }
  }

  private static void put(long sums, int[] clipped, int[] first, int[] second, int at) {
    first[at] = clipped[lower(sums)];
    second[at] = clipped[upper(sums)];
  }

  private static int lower(long sums) {
    return (int) sums >>> FilterWeights.PRECISION_BITS;
  }

  private static int upper(long sums) {
    return (int) ((sums - (int) sums) >>> (UPPER + FilterWeights.PRECISION_BITS));
  }
}
