package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.RowSink;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Resizes an image as Pillow does, cuts it if the network wants that, and writes it normalised,
 * while its rows are still coming in.
 *
 * <p>Pillow works in two passes and clips to 8 bits after each. Most often the horizontal one comes
 * first: each pair of rows goes through it as it comes and into a window as high as the filter, and
 * an output row is written as soon as its last input row is in the window. Where the vertical one
 * comes first ({@link Resampling}), each row is added to the output rows that it is part of, and an
 * output row goes through the horizontal pass when it is complete. The image is never held whole,
 * and of what is cut off nothing is computed.
 *
 * <p>The loops are shaped for the JIT compiler. It vectorises a loop only if every array in it is
 * indexed by the loop variable itself and nothing is clipped; so the sums of the vertical pass are
 * formed over whole rows, four input rows at a time, and clipping is a look-up by the ten bits that
 * are left of a sum.
 */
public final class PillowResize implements RowSink {
  private static final int CHANNELS = InputSpec.CHANNELS;

  /** Clipped to 8 bits, for each value that a sum can have in front of its point, as unsigned. */
  private static final int[] CLIPPED = new int[1 << (32 - FilterWeights.PRECISION_BITS)];

  static {
    for (int i = 0; i < CLIPPED.length; i++) {
      int sum = (i << FilterWeights.PRECISION_BITS) >> FilterWeights.PRECISION_BITS;
      CLIPPED[i] = Math.max(0, Math.min(255, sum));
    }
  }

  private final InputSpec input;
  private final Resampling resampling;

  /** Clipped and normalised, for each value that a sum can have in front of its point. */
  private final float[] reds;

  private final float[] greens;
  private final float[] blues;

  private final FilterTables tables;
  private final VerticalPass columns = new VerticalPass(CLIPPED);
  private final int[][] narrowRows;
  private final int[] sums;
  private final float[] normalisedRow;
  private int[][] window = {};

  private final RowPair pair = new RowPair();
  private int height;
  private FilterWeights vertical;
  private FloatBuffer target;
  private int start;
  private boolean verticalFirst;
  private int rowsIn;
  private int rowsOut;

  /**
   * @param input how large the result is, and in which numbers
   * @param resampling which release of Pillow it is to be like
   */
  public PillowResize(InputSpec input, Resampling resampling) {
    this.input = input;
    this.resampling = resampling;
    reds = normalised(input.normalisation(), 0);
    greens = normalised(input.normalisation(), 1);
    blues = normalised(input.normalisation(), 2);
    narrowRows = new int[2][input.width() * CHANNELS];
    tables = new FilterTables(input.filter());
    sums = new int[input.width() * CHANNELS];
    normalisedRow = new float[input.width() * CHANNELS];
  }

  private static float[] normalised(Normalisation normalisation, int channel) {
    float[] ofLevels = normalisation.ofLevels(channel);
    float[] normalised = new float[CLIPPED.length];
    for (int i = 0; i < normalised.length; i++) {
      normalised[i] = ofLevels[CLIPPED[i]];
    }
    return normalised;
  }

  /**
   * Sets where the next image goes.
   *
   * @param target has room for {@link InputSpec#numbers} floats at its position
   */
  public void writeTo(FloatBuffer target) {
    this.target = target;
    start = target.position();
    rowsOut = 0;
  }

  /** {@return whether every row of an image has come and every output row has been written} */
  public boolean isComplete() {
    return rowsIn == height && rowsOut == input.height();
  }

  @Override
  public void begin(int width, int height) {
    Stretch across = Stretch.of(input.resizing(), width, height, input.width());
    Stretch down = Stretch.of(input.resizing(), height, width, input.height());
    vertical = tables.weightsFor(down);
    pair.begin(tables.weightsFor(across));
    this.height = height;
    verticalFirst =
        resampling.isVerticalFirst(width, height, across.outputLength(), down.outputLength());
    // A pair of rows comes at once, while the row before may still be needed.
    if (verticalFirst) {
      columns.begin(width, vertical);
    } else if (window.length < vertical.longestCount() + 1) {
      window = new int[vertical.longestCount() + 1][input.width() * CHANNELS];
    }
    target.position(start);
    rowsIn = 0;
    rowsOut = 0;
  }

  @Override
  public void row(byte[] rgb, int offset) {
    if (verticalFirst) {
      rowsIn++;
      columns.add(rgb, offset);
      while (columns.hasFinishedRow()) {
        narrow(columns.finishedRow());
      }
    } else {
      rowBeforeVerticalPass(rgb, offset);
    }
  }

  /** Takes an output row through the horizontal pass; two rows go together. */
  private void narrow(byte[] rgb) {
    boolean second = (rowsOut & 1) == 1;
    if (second) {
      pair.setSecond(rgb, 0);
    } else {
      pair.setFirst(rgb, 0);
    }
    rowsOut++;
    if (second || rowsOut == input.height()) {
      pair.resize(CLIPPED, narrowRows[0], narrowRows[1]);
      put(narrowRows[0]);
      if (second) {
        put(narrowRows[1]);
      }
    }
  }

  private void put(int[] levels) {
    for (int x = 0; x < levels.length; x += CHANNELS) {
      normalisedRow[x] = reds[levels[x]];
      normalisedRow[x + 1] = greens[levels[x + 1]];
      normalisedRow[x + 2] = blues[levels[x + 2]];
    }
    target.put(normalisedRow);
  }

  private void rowBeforeVerticalPass(byte[] rgb, int offset) {
    if (!isNeeded(rowsIn & ~1)) {
      rowsIn++;
      return;
    }
    if ((rowsIn & 1) == 0) {
      pair.setFirst(rgb, offset);
    } else {
      pair.setSecond(rgb, offset);
    }
    rowsIn++;
    if ((rowsIn & 1) == 0 || rowsIn == height) {
      pair.resize(CLIPPED, inWindow((rowsIn - 1) & ~1), inWindow((rowsIn - 1) | 1));
      writeFinishedRows();
    }
  }

  /** Whether an output row needs a row of the pair. */
  private boolean isNeeded(int firstOfPair) {
    return firstOfPair + 1 >= vertical.firstNeeded() && firstOfPair < vertical.endNeeded();
  }

  private void writeFinishedRows() {
    while (rowsOut < input.height()
        && vertical.first(rowsOut) + vertical.count(rowsOut) <= rowsIn) {
      writeRow(rowsOut++);
    }
  }

  private void writeRow(int y) {
    int[] weights = vertical.weights();
    Arrays.fill(sums, FilterWeights.HALF);
    int in = vertical.first(y);
    int i = vertical.offset(y);
    int end = vertical.offset(y + 1);
    for (; i + 4 <= end; i += 4, in += 4) {
      addWeighted(weights, i, inWindow(in), inWindow(in + 1), inWindow(in + 2), inWindow(in + 3));
    }
    for (; i < end; i++, in++) {
      addWeighted(weights[i], inWindow(in));
    }
    for (int x = 0; x < sums.length; x += CHANNELS) {
      normalisedRow[x] = reds[sums[x] >>> FilterWeights.PRECISION_BITS];
      normalisedRow[x + 1] = greens[sums[x + 1] >>> FilterWeights.PRECISION_BITS];
      normalisedRow[x + 2] = blues[sums[x + 2] >>> FilterWeights.PRECISION_BITS];
    }
    target.put(normalisedRow);
  }

  private int[] inWindow(int y) {
    return window[y % window.length];
  }

  private void addWeighted(int[] weights, int at, int[] a, int[] b, int[] c, int[] d) {
    int[] all = sums;
    int ofA = weights[at];
    int ofB = weights[at + 1];
    int ofC = weights[at + 2];
    int ofD = weights[at + 3];
    for (int x = 0; x < all.length; x++) {
      all[x] += ofA * a[x] + ofB * b[x] + ofC * c[x] + ofD * d[x];
    }
  }

  private void addWeighted(int weight, int[] row) {
    int[] all = sums;
    for (int x = 0; x < all.length; x++) {
      all[x] += weight * row[x];
    }
  }
}
