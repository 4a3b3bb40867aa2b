package io.github.imagefeatures.image.resize;

import java.util.Arrays;

/**
 * The vertical pass of a resize where it comes before the horizontal one and makes an image less
 * high. Each row of the image is added, weighted, to the few rows of the result that it is part of,
 * so that the image is never held.
 */
final class VerticalPass {
  private static final int CHANNELS = 3;

  private final int[] clipped;
  private int[] samples = {};
  private int[][] sums = {};
  private byte[] finished = {};
  private FilterWeights weights;
  private int length;
  private int rowsIn;
  private int rowsOut;

  /**
   * @param clipped the clipped value for each sum without what is behind its point, as unsigned
   */
  VerticalPass(int[] clipped) {
    this.clipped = clipped;
  }

  /**
   * Begins an image.
   *
   * @param width its columns
   * @param weights from its height
   */
  void begin(int width, FilterWeights weights) {
    this.weights = weights;
    length = width * CHANNELS;
    if (samples.length != length) {
      samples = new int[length];
      finished = new byte[length];
      sums = new int[0][];
    }
    if (sums.length < weights.mostOverlapping()) {
      sums = new int[weights.mostOverlapping()][length];
    }
    for (int[] row : sums) {
      Arrays.fill(row, FilterWeights.HALF);
    }
    rowsIn = 0;
    rowsOut = 0;
  }

  /**
   * Adds the image's next row.
   *
   * @param rgb red, green, blue, ...
   * @param offset where the row begins
   */
  void add(byte[] rgb, int offset) {
    if (rowsOut < weights.outputs() && weights.first(rowsOut) <= rowsIn) {
      addToOutputs(rgb, offset);
    }
    rowsIn++;
  }

  private void addToOutputs(byte[] rgb, int offset) {
    for (int i = 0; i < length; i++) {
      samples[i] = rgb[offset + i] & 0xFF;
    }
    for (int y = rowsOut; y < weights.outputs() && weights.first(y) <= rowsIn; y++) {
      int at = rowsIn - weights.first(y);
      if (at < weights.count(y)) {
        addWeighted(weights.weights()[weights.offset(y) + at], sums[y % sums.length]);
      }
    }
  }

  private void addWeighted(int weight, int[] row) {
    int[] all = samples;
    for (int x = 0; x < all.length; x++) {
      row[x] += weight * all[x];
    }
  }

  /** Whether the next row of the result needs no further row of the image. */
  boolean hasFinishedRow() {
    return rowsOut < weights.outputs() && weights.first(rowsOut) + weights.count(rowsOut) <= rowsIn;
  }

  /** The next row of the result: red, green, blue, ...; to be read before the next call. */
  byte[] finishedRow() {
    int[] row = sums[rowsOut % sums.length];
    for (int x = 0; x < length; x++) {
      finished[x] = (byte) clipped[row[x] >>> FilterWeights.PRECISION_BITS];
    }
    Arrays.fill(row, FilterWeights.HALF);
    rowsOut++;
    return finished;
  }
}
