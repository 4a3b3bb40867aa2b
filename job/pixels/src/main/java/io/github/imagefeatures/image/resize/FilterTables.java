package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.Filter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of the last few lengths, least recently used first out: images of one set tend to
 * have few sizes.
 */
final class FilterTables {
  private static final int TABLES_KEPT = 32;

  /** A table for a longer side is not kept: it is rare, and 16 bytes a pixel add up. */
  private static final int LONGEST_KEPT = 16_384;

  private final Filter filter;
  private final Map<Stretch, FilterWeights> kept =
      new LinkedHashMap<>(2 * TABLES_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Stretch, FilterWeights> eldest) {
          return size() > TABLES_KEPT;
        }
      };

  /**
   * @param filter of every table
   */
  FilterTables(Filter filter) {
    this.filter = filter;
  }

  /**
   * The weights for a side of an image.
   *
   * @param stretch what the side becomes
   */
  FilterWeights weightsFor(Stretch stretch) {
    FilterWeights known = kept.get(stretch);
    if (known != null) {
      return known;
    }
    FilterWeights fresh = new FilterWeights(filter, stretch);
    if (stretch.inputLength() <= LONGEST_KEPT) {
      kept.put(stretch, fresh);
    }
    return fresh;
  }
}
