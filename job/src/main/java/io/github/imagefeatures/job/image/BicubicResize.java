package io.github.imagefeatures.job.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Resizes an image to {@code side} x {@code side} as Pillow does and writes it normalised, while
 * its rows are still coming in.
 *
 * <p>Pillow works in two passes, horizontal first, and clips to 8 bits after each. Here each row
 * goes through the first pass on its own and is then added, weighted, to the output rows it has a
 * part in; integer sums do not depend on the order, so the result is the same to the bit, and
 * nothing but the open output rows is held. An output row is written as soon as its last input row
 * has come.
 *
 * <p>The loops over a whole output row are plain enough for the JIT compiler to vectorise.
 */
final class BicubicResize implements RowSink {
  private static final int CHANNELS = 3;

  /** A table for a longer side is not kept: it is rare, and 16 bytes a pixel add up. */
  private static final int LONGEST_KEPT = 16_384;

  private static final int TABLES_KEPT = 32;

  /** x / 127.5f - 1f in float arithmetic, for each 8-bit x: what Keras' preprocess_input gives. */
  private static final float[] NORMALISED = new float[256];

  static {
    for (int x = 0; x < NORMALISED.length; x++) {
      NORMALISED[x] = x / 127.5f - 1f;
    }
  }

  private final int side;
  private final int rowLength;
  private final int[] resizedRow;
  private final int[] sums;
  private final float[] normalisedRow;
  private final Map<Integer, BicubicWeights> tables =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, BicubicWeights> eldest) {
          return size() > TABLES_KEPT;
        }
      };

  private BicubicWeights horizontal;
  private BicubicWeights vertical;
  private FloatBuffer target;
  private int start;
  private int nextRow;
  private int firstOpen;
  private int firstUnopened;

  /**
   * @param side rows and columns of the result
   */
  BicubicResize(int side) {
    this.side = side;
    rowLength = side * CHANNELS;
    resizedRow = new int[rowLength];
    sums = new int[side * rowLength];
    normalisedRow = new float[rowLength];
  }

  /**
   * Sets where the next image goes.
   *
   * @param target has room for side * side * 3 floats at its position
   */
  void writeTo(FloatBuffer target) {
    this.target = target;
    start = target.position();
    firstOpen = 0;
  }

  /** Whether every output row has been written. */
  boolean isComplete() {
    return firstOpen == side;
  }

  @Override
  public void begin(int width, int height) {
    horizontal = weightsFor(horizontal, width);
    vertical = weightsFor(vertical, height);
    target.position(start);
    nextRow = 0;
    firstOpen = 0;
    firstUnopened = 0;
  }

  private BicubicWeights weightsFor(BicubicWeights latest, int length) {
    if (latest != null && latest.inputLength() == length) {
      return latest;
    }
    BicubicWeights kept = tables.get(length);
    if (kept != null) {
      return kept;
    }
    BicubicWeights fresh = new BicubicWeights(length, side);
    if (length <= LONGEST_KEPT) {
      tables.put(length, fresh);
    }
    return fresh;
  }

  @Override
  public void row(byte[] rgb, int offset) {
    int y = nextRow++;
    openOutputRows(y);
    if (firstOpen == firstUnopened) {
      return;
    }
    resizeRow(rgb, offset);
    for (int out = firstOpen; out < firstUnopened; out++) {
      int tap = y - vertical.first(out);
      if (tap < vertical.count(out)) {
        int weight = vertical.weights()[vertical.offset(out) + tap];
        addWeighted(sums, out * rowLength, resizedRow, weight);
      }
    }
    closeOutputRows(y);
  }

  private void openOutputRows(int y) {
    while (firstUnopened < side && vertical.first(firstUnopened) <= y) {
      int from = firstUnopened++ * rowLength;
      Arrays.fill(sums, from, from + rowLength, BicubicWeights.HALF);
    }
  }

  private void closeOutputRows(int y) {
    while (firstOpen < firstUnopened
        && vertical.first(firstOpen) + vertical.count(firstOpen) <= y + 1) {
      normalise(sums, firstOpen++ * rowLength, normalisedRow);
      target.put(normalisedRow);
    }
  }

  private void resizeRow(byte[] rgb, int offset) {
    int[] weights = horizontal.weights();
    for (int x = 0, out = 0; x < side; x++, out += CHANNELS) {
      int red = BicubicWeights.HALF;
      int green = BicubicWeights.HALF;
      int blue = BicubicWeights.HALF;
      int in = offset + horizontal.first(x) * CHANNELS;
      int end = horizontal.offset(x + 1);
      for (int i = horizontal.offset(x); i < end; i++, in += CHANNELS) {
        int weight = weights[i];
        red += weight * (rgb[in] & 0xFF);
        green += weight * (rgb[in + 1] & 0xFF);
        blue += weight * (rgb[in + 2] & 0xFF);
      }
      resizedRow[out] = clip(red);
      resizedRow[out + 1] = clip(green);
      resizedRow[out + 2] = clip(blue);
    }
  }

  private static void addWeighted(int[] sums, int from, int[] row, int weight) {
    for (int i = 0; i < row.length; i++) {
      sums[from + i] += weight * row[i];
    }
  }

  private static void normalise(int[] sums, int from, float[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = NORMALISED[clip(sums[from + i])];
    }
  }

  private static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> BicubicWeights.PRECISION_BITS));
  }
}
