package io.github.imagefeatures.nearest;

import io.github.imagefeatures.nearest.Measurement.Wanted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public record NearestRows(int count, int[] rows, double[] squared, int sampled, double recall)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(NearestRows.class);

  /** With so many more than asked for, rounding hardly ever leaves open which are the nearest. */
  private static final int SPARE = 8;

  /** Dimensions up to which a tree leaves out nearly all rows, whatever they are. */
  private static final int MOST_OF_TREE = 4;

  private static final int TASKS_A_CORE = 4;

  /** Blocks whose rows one graph has: 65,536 rows, 0.26 MB for each of their numbers. */
  private static final int BLOCKS_A_GRAPH = 32;

  /** Rows that are held against all others after an approximate search, about. */
  private static final int SAMPLE = 256;

  /**
   * Finds them, in several searches at once.
   *
   * @param vectors the rows
   * @param mostExact rows up to which they are exact
   * @param wished dimensions that count, the first of each row, and how many of each row are wanted
   * @return one for each search, in the order of their dimensions
   */
  public static List<NearestRows> find(
      VectorBlocks vectors, long mostExact, SortedMap<Integer, Integer> wished) {
    boolean exact = vectors.rows() <= mostExact;
    int fewestByPairs = exact && vectors.rows() > 1 ? MOST_OF_TREE + 1 : 0;
    List<NearestRows> found = new ArrayList<>();
    wished
        .headMap(fewestByPairs)
        .forEach((dimensions, most) -> found.add(byTree(vectors, dimensions, most)));
    found.addAll(byPairs(vectors, exact, wished.tailMap(fewestByPairs)));
    return found;
  }

  private static List<NearestRows> byPairs(
      VectorBlocks vectors, boolean exact, SortedMap<Integer, Integer> wished) {
    List<Wanted> wanted = new ArrayList<>();
    wished.forEach(
        (dimensions, most) ->
            wanted.add(new Wanted(dimensions, Math.max(0, Math.min(most, vectors.rows() - 1)))));
    List<Measurement.OfBlock> blocks =
        vectors.rows() > 1 && !wanted.isEmpty() ? measured(vectors, exact, wanted) : List.of();
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

  /** On the driver: of few dimensions, all pairs would take many times as long. */
  private static NearestRows byTree(VectorBlocks vectors, int dimensions, int wished) {
    return new PointTree(vectors.firstNumbers(dimensions), dimensions).nearest(wished);
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
    if (!exact) {
      int sampled = Math.max(1, vectors.rows() / SAMPLE);
      return measured(vectors, ofGraphs(vectors, searches), wanted, sampled);
    }
    if (vectors.count() == 1) {
      return ofOneBlock(vectors, searches, wanted);
    }
    // Images that follow one another by their paths are often alike: what a row's own block has is
    // near enough to leave out most of all others at once.
    JavaSparkContext spark = vectors.spark();
    Broadcast<Map<Integer, float[]>> nothing = spark.broadcast(Map.of());
    JavaPairRDD<Integer, Candidates> own =
        ofPairs(vectors, searches, 0, nothing).persist(StorageLevel.MEMORY_AND_DISK());
    Broadcast<Map<Integer, float[]>> limits =
        spark.broadcast(new HashMap<>(own.mapValues(Candidates::limits).collectAsMap()));
    List<Measurement.OfBlock> measured =
        measured(vectors, own.union(ofPairs(vectors, searches, 1, limits)), wanted, 0);
    own.unpersist();
    nothing.destroy();
    limits.destroy();
    return measured;
  }

  /** On the driver, which has all rows: jobs would take longer than what they do. */
  private static List<Measurement.OfBlock> ofOneBlock(
      VectorBlocks vectors, List<BlockPairs.Search> searches, List<Wanted> wanted) {
    Broadcast<Map<Integer, float[]>> nothing = vectors.spark().broadcast(Map.of());
    Measurement measurement = new Measurement(vectors.blocks(), wanted, 0);
    List<Measurement.OfBlock> measured = new ArrayList<>();
    new BlockPairs(vectors.blocks(), vectors.leading(), searches, nothing)
        .call(List.of(new BlockPairs.Pair(0, 0)).iterator())
        .forEachRemaining(found -> measured.add(measurement.call(found)));
    nothing.destroy();
    return measured;
  }

  private static List<Measurement.OfBlock> measured(
      VectorBlocks vectors,
      JavaPairRDD<Integer, Candidates> found,
      List<Wanted> wanted,
      int sampled) {
    return found
        .reduceByKey(new HashPartitioner(vectors.count() * wanted.size()), Candidates::plus)
        .map(new Measurement(vectors.blocks(), wanted, sampled))
        .collect();
  }

  /** At least two graphs of each search, so that two cores have work. */
  private static JavaPairRDD<Integer, Candidates> ofGraphs(
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
        .mapPartitions(new PartitionGraph(vectors.blocks(), vectors.mean(), searches))
        .mapToPair(found -> found);
  }

  /**
   * Products of blocks.
   *
   * @param apart 0 for each block with itself, 1 for all pairs of two
   * @param limits what is known to be near
   */
  private static JavaPairRDD<Integer, Candidates> ofPairs(
      VectorBlocks vectors,
      List<BlockPairs.Search> searches,
      int apart,
      Broadcast<Map<Integer, float[]>> limits) {
    List<BlockPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < vectors.count(); i++) {
      for (int j = i + apart; j < (apart == 0 ? i + 1 : vectors.count()); j++) {
        pairs.add(new BlockPairs.Pair(i, j));
      }
    }
    // Several pairs a task, of few blocks: what it found for a block is kept, and sent on once.
    int tasks =
        Math.max(1, Math.min(pairs.size(), TASKS_A_CORE * vectors.spark().defaultParallelism()));
    int side = (int) Math.ceil(Math.sqrt(Math.max(1, (double) pairs.size() / tasks)));
    pairs.sort(
        Comparator.<BlockPairs.Pair>comparingInt(pair -> pair.first() / side)
            .thenComparingInt(pair -> pair.second() / side));
    return vectors
        .spark()
        .parallelize(pairs, tasks)
        .mapPartitions(new BlockPairs(vectors.blocks(), vectors.leading(), searches, limits))
        .mapToPair(found -> found);
  }

  private void set(Measurement.OfBlock block) {
    System.arraycopy(block.rows(), 0, rows, block.first() * count, block.rows().length);
    System.arraycopy(block.squared(), 0, squared, block.first() * count, block.rows().length);
  }
}
