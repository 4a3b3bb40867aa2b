package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/**
 * Measures the candidates of a block's rows in double precision. Where rounding leaves open whether
 * another row is nearer, all rows are measured; of candidates that are not all of the nearest,
 * those of a sample.
 *
 * @param blocks all blocks
 * @param wanted what is looked for, in the order of the searches
 * @param sampled 0 when all that may be nearest are candidates, otherwise of so many rows one is
 *     held against all others
 */
record Measurement(List<SharedBlock> blocks, List<Wanted> wanted, int sampled)
    implements Function<Tuple2<Integer, Candidates>, Measurement.OfBlock> {

  /**
   * What is looked for.
   *
   * @param dimensions that count, the first of each row
   * @param count how many of each row are wanted, and there are
   */
  record Wanted(int dimensions, int count) implements Serializable {}

  /**
   * The nearest of a block's rows.
   *
   * @param search whose they are
   * @param first number of the block's first row
   * @param rows as many as are wanted of each row
   * @param squared their squared distances
   * @param scanned of how many rows all others were measured
   * @param known how many of the nearest of these rows the candidates had
   */
  record OfBlock(int search, int first, int[] rows, double[] squared, int scanned, int known)
      implements Serializable {}

  @Override
  public OfBlock call(Tuple2<Integer, Candidates> found) {
    int search = found._1() / blocks.size();
    VectorBlock block = blocks.get(found._1() % blocks.size()).value();
    Candidates candidates = found._2();
    int dimensions = wanted.get(search).dimensions();
    int count = wanted.get(search).count();
    Nearest[] nearest = amongCandidates(block, candidates, wanted.get(search));
    int[] open =
        IntStream.range(0, nearest.length)
            .filter(
                row ->
                    sampled > 0
                        ? isSampled(block.first() + row) || candidates.count(row) < count
                        : nearest[row].farthest() >= candidates.leastOfOthers(row, dimensions))
            .toArray();
    int[][] before = IntStream.of(open).mapToObj(row -> nearest[row].rows()).toArray(int[][]::new);
    searchAll(block, open, nearest, wanted.get(search));
    int known = 0;
    for (int i = 0; i < open.length; i++) {
      Set<Integer> candidate = IntStream.of(before[i]).boxed().collect(Collectors.toSet());
      known += (int) IntStream.of(nearest[open[i]].rows()).filter(candidate::contains).count();
    }
    int[] rows = new int[nearest.length * count];
    double[] squared = new double[rows.length];
    for (int row = 0; row < nearest.length; row++) {
      System.arraycopy(nearest[row].rows(), 0, rows, row * count, count);
      System.arraycopy(nearest[row].distances(), 0, squared, row * count, count);
    }
    return new OfBlock(search, block.first(), rows, squared, open.length, known);
  }

  /** Not every so manieth: turned copies of pictures may follow them by their paths. */
  private boolean isSampled(int row) {
    return (row * 0x9E3779B9 >>> 8) % sampled == 0;
  }

  /** As many as are wanted, and then those that may be nearer than the farthest of these. */
  private Nearest[] amongCandidates(VectorBlock block, Candidates candidates, Wanted search) {
    Nearest[] nearest = new Nearest[block.rows()];
    Arrays.setAll(nearest, row -> new Nearest(search.count()));
    measure(block, candidates, search, nearest, (row, candidate) -> candidate < search.count());
    double[] farthest = Arrays.stream(nearest).mapToDouble(Nearest::farthest).toArray();
    measure(
        block,
        candidates,
        search,
        nearest,
        (row, candidate) ->
            candidate >= search.count()
                && candidates.least(row, candidate, search.dimensions()) <= farthest[row]);
    return nearest;
  }

  /** Chooses candidates of a row. */
  private interface Choice {
    boolean has(int row, int candidate);
  }

  /** Goes block by block, each of which may have to be read from disk. */
  private void measure(
      VectorBlock block, Candidates candidates, Wanted search, Nearest[] nearest, Choice choice) {
    for (SharedBlock each : blocks) {
      VectorBlock theirs = each.value();
      for (int row = 0; row < nearest.length; row++) {
        for (int i = 0; i < candidates.count(row); i++) {
          int other = candidates.row(row, i) - theirs.first();
          if (other >= 0 && other < theirs.rows() && choice.has(row, i)) {
            measure(block, row, theirs, other, search.dimensions(), nearest[row]);
          }
        }
      }
    }
  }

  /** Measures some rows against all others, in place of what was found. */
  private void searchAll(VectorBlock block, int[] open, Nearest[] nearest, Wanted search) {
    if (open.length == 0) {
      return;
    }
    for (int row : open) {
      nearest[row] = new Nearest(search.count());
    }
    for (SharedBlock each : blocks) {
      VectorBlock theirs = each.value();
      for (int row : open) {
        for (int other = 0; other < theirs.rows(); other++) {
          if (theirs.first() + other != block.first() + row) {
            measure(block, row, theirs, other, search.dimensions(), nearest[row]);
          }
        }
      }
    }
  }

  private static void measure(
      VectorBlock block, int row, VectorBlock theirs, int other, int dimensions, Nearest nearest) {
    nearest.add(theirs.first() + other, block.squaredDistance(row, theirs, other, dimensions));
  }
}
