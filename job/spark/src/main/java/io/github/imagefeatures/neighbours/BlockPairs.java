package io.github.imagefeatures.neighbours;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Candidates of the rows of pairs of blocks: each product serves the rows of both, and the products
 * of a search are part of those of the next one, which has more dimensions.
 *
 * @param blocks all blocks
 * @param mean of all rows
 * @param searches by their dimensions, ascending
 * @param limits by the number of a search and of a block, what is known to be near each row; empty
 *     when nothing is
 */
record BlockPairs(
    List<Broadcast<VectorBlock>> blocks,
    double[] mean,
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

  /**
   * One of two blocks: number of its first row, and for each search the squared lengths and what
   * was found.
   */
  private record Side(int first, float[][] squares, Candidates[] candidates) {
    int rows() {
      return squares[0].length;
    }
  }

  @Override
  public Iterator<Tuple2<Integer, Candidates>> call(Iterator<Pair> pairs) {
    Map<Integer, Candidates> found = new HashMap<>();
    try (BlockProduct product = new BlockProduct(VectorBlocks.ROWS, dimensions())) {
      pairs.forEachRemaining(pair -> search(pair, product, found));
    }
    return found.entrySet().stream()
        .map(each -> new Tuple2<>(each.getKey(), each.getValue()))
        .iterator();
  }

  /** Those of the last search. */
  private int dimensions() {
    return searches.get(searches.size() - 1).dimensions();
  }

  private void search(Pair pair, BlockProduct product, Map<Integer, Candidates> found) {
    Side one = side(pair.first(), found, product::setFirst);
    Side other = side(pair.second(), found, product::setSecond);
    boolean same = pair.first() == pair.second();
    for (int from = 0; from < one.rows(); from += BlockProduct.STRIP) {
      int rows = Math.min(BlockProduct.STRIP, one.rows() - from);
      // Of a block with itself each pair of rows once.
      int others = same ? from : 0;
      int count = other.rows() - others;
      int begin = 0;
      for (int search = 0; search < searches.size(); search++) {
        int end = searches.get(search).dimensions();
        float[] products = product.add(from, rows, others, count, begin, end);
        for (int row = from; row < from + rows; row++) {
          int skipped = same ? row + 1 - others : 0;
          compare(search, one, row, other, others, skipped, count, products, (row - from) * count);
        }
        begin = end;
      }
    }
    see(one, other);
    see(other, one);
  }

  /** Holds a row against others, whose products with it stand from {@code at} on. */
  private static void compare(
      int search,
      Side one,
      int row,
      Side other,
      int others,
      int skipped,
      int count,
      float[] products,
      int at) {
    Candidates mine = one.candidates()[search];
    Candidates theirs = other.candidates()[search];
    float[] squares = other.squares()[search];
    float square = one.squares()[search][row];
    // Hardly any pair is near. A loop that calls nothing for the others takes a third of the time.
    float limit = mine.limit(row);
    float[] limits = theirs.limits();
    for (int i = skipped; i < count; i++) {
      float squared = square + squares[others + i] - 2 * products[at + i];
      if (squared < limit | squared < limits[others + i]) {
        mine.addIfNear(row, other.first() + others + i, squared);
        theirs.addIfNear(others + i, one.first() + row, squared);
        limit = mine.limit(row);
      }
    }
  }

  private void see(Side one, Side other) {
    for (int search = 0; search < searches.size(); search++) {
      for (float[] squares : List.of(one.squares()[search], other.squares()[search])) {
        one.candidates()[search].sawSquares(squares);
      }
    }
  }

  private Side side(int number, Map<Integer, Candidates> found, Consumer<float[]> factor) {
    VectorBlock block = blocks.get(number).value();
    float[] rows = block.centred(mean, dimensions());
    factor.accept(rows);
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
    return new Side(block.first(), squares(rows, block.rows()), candidates);
  }

  private float[][] squares(float[] rows, int count) {
    int width = dimensions();
    float[][] squares = new float[searches.size()][count];
    for (int row = 0; row < count; row++) {
      double sum = 0;
      int i = row * width;
      for (int search = 0; search < squares.length; search++) {
        for (int end = row * width + searches.get(search).dimensions(); i < end; i++) {
          sum += (double) rows[i] * rows[i];
        }
        squares[search][row] = (float) sum;
      }
    }
    return squares;
  }
}
