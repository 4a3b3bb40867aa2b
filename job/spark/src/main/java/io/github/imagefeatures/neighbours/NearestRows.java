package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.neighbours.Measurement.Wanted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * The nearest rows of each row, the nearest first; of those that lie equally near, the ones that
 * come first in the table.
 *
 * @param count how many each row has: as many as were asked for, or all others
 * @param rows {@code count} numbers a row
 * @param squared their squared distances
 * @param sampled rows that were held against all others to see what an approximate search has
 *     missed; 0 when the search was exact
 * @param recall share of the nearest of those rows that it had found, 0 to 1
 * @serial exclude
 */
record NearestRows(int count, int[] rows, double[] squared, int sampled, double recall)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(NearestRows.class);

  /** With so many more than asked for, rounding hardly ever leaves open which are the nearest. */
  private static final int SPARE = 8;

  private static final int TASKS_A_CORE = 4;

  /** Blocks whose rows one graph has: 65,536 rows, 0.26 MB for each of their numbers. */
  private static final int BLOCKS_A_GRAPH = 32;

  /** Rows that are held against all others after an approximate search, at least. */
  private static final int SAMPLE = 128;

  /**
   * Finds them, in several searches at once.
   *
   * @param vectors the rows
   * @param mostExact rows up to which they are exact
   * @param wished dimensions that count, the first of each row, and how many of each row are wanted
   * @return one for each search, in the order of their dimensions
   */
  static List<NearestRows> find(
      VectorBlocks vectors, long mostExact, SortedMap<Integer, Integer> wished) {
    boolean exact = vectors.rows() <= mostExact;
    List<Wanted> wanted = new ArrayList<>();
    wished.forEach(
        (dimensions, most) ->
            wanted.add(new Wanted(dimensions, Math.max(0, Math.min(most, vectors.rows() - 1)))));
    List<Measurement.OfBlock> blocks =
        vectors.rows() > 1 ? measured(vectors, exact, wanted) : List.of();
    LOG.info(
        "The nearest of {} rows in {} dimensions; {} rows were held against all others",
        vectors.rows(),
        wished.keySet(),
        blocks.stream().mapToInt(Measurement.OfBlock::scanned).sum());
    return IntStream.range(0, wanted.size())
        .mapToObj(
            search ->
                of(
                    wanted.get(search).count(),
                    vectors.rows(),
                    exact,
                    blocks.stream().filter(block -> block.search() == search).toList()))
        .toList();
  }

  private static NearestRows of(
      int count, int rows, boolean exact, List<Measurement.OfBlock> blocks) {
    int sampled = exact ? 0 : blocks.stream().mapToInt(Measurement.OfBlock::scanned).sum();
    double known = blocks.stream().mapToInt(Measurement.OfBlock::known).sum();
    NearestRows nearest =
        new NearestRows(
            count,
            new int[count * rows],
            new double[count * rows],
            sampled,
            exact ? 1 : known / ((double) sampled * count));
    blocks.forEach(nearest::set);
    return nearest;
  }

  private static List<Measurement.OfBlock> measured(
      VectorBlocks vectors, boolean exact, List<Wanted> wanted) {
    List<BlockPairs.Search> searches =
        wanted.stream()
            .map(each -> new BlockPairs.Search(each.dimensions(), each.count() + SPARE))
            .toList();
    JavaRDD<Tuple2<Integer, Candidates>> found =
        exact ? ofPairs(vectors, searches) : ofGraphs(vectors, searches);
    JavaPairRDD<Integer, Candidates> candidates =
        found
            .mapToPair(each -> each)
            .reduceByKey(new HashPartitioner(vectors.count() * searches.size()), Candidates::plus);
    int sampled = exact ? 0 : Math.max(1, vectors.rows() / SAMPLE);
    return candidates.map(new Measurement(vectors.blocks(), wanted, sampled)).collect();
  }

  /** At least two graphs of each search, so that two cores have work. */
  private static JavaRDD<Tuple2<Integer, Candidates>> ofGraphs(
      VectorBlocks vectors, List<BlockPairs.Search> searches) {
    int graphs =
        Math.min(
            vectors.count(), Math.max(2, (vectors.count() + BLOCKS_A_GRAPH - 1) / BLOCKS_A_GRAPH));
    List<PartitionGraph.Partition> partitions = new ArrayList<>();
    for (int search = 0; search < searches.size(); search++) {
      for (int i = 0; i < graphs; i++) {
        partitions.add(
            new PartitionGraph.Partition(
                search, i * vectors.count() / graphs, (i + 1) * vectors.count() / graphs));
      }
    }
    return vectors
        .spark()
        .parallelize(partitions, partitions.size())
        .mapPartitions(new PartitionGraph(vectors.blocks(), vectors.mean(), searches));
  }

  private static JavaRDD<Tuple2<Integer, Candidates>> ofPairs(
      VectorBlocks vectors, List<BlockPairs.Search> searches) {
    List<BlockPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < vectors.count(); i++) {
      for (int j = i; j < vectors.count(); j++) {
        pairs.add(new BlockPairs.Pair(i, j));
      }
    }
    // Several pairs a task, of few blocks: what it found for a block is kept, and sent on once.
    int tasks = Math.min(pairs.size(), TASKS_A_CORE * vectors.spark().defaultParallelism());
    int side = (int) Math.ceil(Math.sqrt((double) pairs.size() / tasks));
    pairs.sort(
        Comparator.<BlockPairs.Pair>comparingInt(pair -> pair.first() / side)
            .thenComparingInt(pair -> pair.second() / side));
    return vectors
        .spark()
        .parallelize(pairs, tasks)
        .mapPartitions(new BlockPairs(vectors.blocks(), vectors.mean(), searches));
  }

  private void set(Measurement.OfBlock block) {
    System.arraycopy(block.rows(), 0, rows, block.first() * count, block.rows().length);
    System.arraycopy(block.squared(), 0, squared, block.first() * count, block.rows().length);
  }
}
