package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.neighbours.Measurement.Wanted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nearest rows of each row, the nearest first; of those that lie equally near, the ones that
 * come first in the table.
 *
 * @param count how many each row has: as many as were asked for, or all others
 * @param rows {@code count} numbers a row
 * @param squared their squared distances
 * @serial exclude
 */
record NearestRows(int count, int[] rows, double[] squared) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(NearestRows.class);

  /** With so many more than asked for, rounding hardly ever leaves open which are the nearest. */
  private static final int SPARE = 8;

  private static final int TASKS_A_CORE = 4;

  /**
   * Finds them, exactly, in several searches at once.
   *
   * @param vectors the rows
   * @param wished dimensions that count, the first of each row, and how many of each row are wanted
   * @return one for each search, in the order of their dimensions
   */
  static List<NearestRows> find(VectorBlocks vectors, SortedMap<Integer, Integer> wished) {
    List<Wanted> wanted = new ArrayList<>();
    wished.forEach(
        (dimensions, most) ->
            wanted.add(new Wanted(dimensions, Math.max(0, Math.min(most, vectors.rows() - 1)))));
    List<NearestRows> all =
        wanted.stream()
            .map(each -> each.count() * vectors.rows())
            .map(
                size ->
                    new NearestRows(
                        size / Math.max(1, vectors.rows()), new int[size], new double[size]))
            .toList();
    if (vectors.rows() > 1) {
      List<Measurement.OfBlock> blocks = measured(vectors, wanted);
      blocks.forEach(block -> all.get(block.search()).set(block));
      LOG.info(
          "The nearest of {} rows in {} dimensions; {} rows were held against all others",
          vectors.rows(),
          wished.keySet(),
          blocks.stream().mapToInt(Measurement.OfBlock::scanned).sum());
    }
    return all;
  }

  private static List<Measurement.OfBlock> measured(VectorBlocks vectors, List<Wanted> wanted) {
    List<BlockPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < vectors.count(); i++) {
      for (int j = i; j < vectors.count(); j++) {
        pairs.add(new BlockPairs.Pair(i, j));
      }
    }
    List<BlockPairs.Search> searches =
        wanted.stream()
            .map(each -> new BlockPairs.Search(each.dimensions(), each.count() + SPARE))
            .toList();
    // Several pairs a task, of few blocks: what it found for a block is kept, and sent on once.
    int tasks = Math.min(pairs.size(), TASKS_A_CORE * vectors.spark().defaultParallelism());
    int side = (int) Math.ceil(Math.sqrt((double) pairs.size() / tasks));
    pairs.sort(
        Comparator.<BlockPairs.Pair>comparingInt(pair -> pair.first() / side)
            .thenComparingInt(pair -> pair.second() / side));
    JavaPairRDD<Integer, Candidates> candidates =
        vectors
            .spark()
            .parallelize(pairs, tasks)
            .mapPartitions(new BlockPairs(vectors.blocks(), vectors.mean(), searches))
            .mapToPair(found -> found)
            .reduceByKey(new HashPartitioner(vectors.count() * searches.size()), Candidates::plus);
    return candidates.map(new Measurement(vectors.blocks(), wanted)).collect();
  }

  private void set(Measurement.OfBlock block) {
    System.arraycopy(block.rows(), 0, rows, block.first() * count, block.rows().length);
    System.arraycopy(block.squared(), 0, squared, block.first() * count, block.rows().length);
  }
}
