package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Candidates of the rows of pairs of blocks: each product serves the rows of both. The products of
 * a search by some of the leading coordinates are part of those of the next one, which has more of
 * them. A search by all numbers of a row first rules out by the leading ones what cannot be near.
 *
 * @param blocks all blocks
 * @param leading which coordinates lead
 * @param searches by their dimensions, ascending
 * @param limits by the number of a search and of a block, what is known to be near each row; empty
 *     when nothing is
 */
record BlockPairs(
    List<SharedBlock> blocks,
    Leading leading,
    List<Search> searches,
    Broadcast<Map<Integer, float[]>> limits)
    implements FlatMapFunction<Iterator<BlockPairs.Pair>, Tuple2<Integer, Candidates>> {

  /** Numbers of two blocks, or twice the same. */
  record Pair(int first, int second) implements Serializable {}

  /**
   * What is looked for.
   *
   * @param dimensions that count, the first of each row
   * @param capacity candidates that are kept of each row
   */
  record Search(int dimensions, int capacity) implements Serializable {}

  @Override
  public Iterator<Tuple2<Integer, Candidates>> call(Iterator<Pair> pairs) {
    Map<Integer, Candidates> found = new HashMap<>();
    int width = leading.mean().length;
    try (BlockProduct ofLeading = new BlockProduct(VectorBlocks.ROWS, leading.count());
        BlockProduct ofAll =
            leading.count() == width ? null : new BlockProduct(VectorBlocks.ROWS, width)) {
      pairs.forEachRemaining(
          pair -> {
            BlockPair.Side one = side(pair.first(), found);
            BlockPair.Side other = side(pair.second(), found);
            new BlockPair(searches, leading, one, other, ofLeading, ofAll).search();
          });
    }
    return found.entrySet().stream()
        .map(each -> new Tuple2<>(each.getKey(), each.getValue()))
        .iterator();
  }

  private BlockPair.Side side(int number, Map<Integer, Candidates> found) {
    VectorBlock block = blocks.get(number).value();
    Candidates[] candidates = new Candidates[searches.size()];
    for (int search = 0; search < candidates.length; search++) {
      int capacity = searches.get(search).capacity();
      candidates[search] =
          found.computeIfAbsent(
              search * blocks.size() + number,
              key ->
                  limits.value().containsKey(key)
                      ? new Candidates(capacity, limits.value().get(key))
                      : new Candidates(block.rows(), capacity));
    }
    return new BlockPair.Side(block.first(), block.factors(leading, searches), candidates);
  }
}
