package io.github.imagefeatures.image.resize;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The filter weights of the last few input lengths, least recently used first out: images of one
 * set tend to have few sizes.
 */
final class BicubicTables {
  private static final int TABLES_KEPT = 32;

  /** A table for a longer side is not kept: it is rare, and 16 bytes a pixel add up. */
  private static final int LONGEST_KEPT = 16_384;

  private final int outputLength;
  private final Map<Integer, BicubicWeights> kept =
      new LinkedHashMap<>(2 * TABLES_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, BicubicWeights> eldest) {
          return size() > TABLES_KEPT;
        }
      };

  /**
   * @param outputLength samples out, of every table
   */
  BicubicTables(int outputLength) {
    this.outputLength = outputLength;
  }

  /**
   * The weights from a length.
   *
   * @param inputLength samples in, at least 1
   */
  BicubicWeights weightsFrom(int inputLength) {
    BicubicWeights known = kept.get(inputLength);
    if (known != null) {
      return known;
    }
    BicubicWeights fresh = new BicubicWeights(inputLength, outputLength);
    if (inputLength <= LONGEST_KEPT) {
      kept.put(inputLength, fresh);
    }
    return fresh;
  }
}
