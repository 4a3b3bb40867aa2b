package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The vectors of a table, of images with equal features one, in blocks that Spark hands to the
 * tasks that want them and puts on disk where memory is short. A search in them goes by Euclid's
 * distance. Half the square of that between vectors of length 1 is the cosine distance.
 */
public final class VectorBlocks implements AutoCloseable {
  /** Two blocks of 1,000 numbers a row, their factors and their product take 65 MB. */
  static final int ROWS = 2048;

  /** The driver collects vectors that take no more of its memory than one part in so many. */
  private static final int PART_OF_MEMORY = 8;

  /** With fewer rows, products take less time than the directions would. */
  private static final int FEWEST_FOR_DIRECTIONS = 2 * ROWS + 1;

  private final JavaSparkContext spark;
  private final Distance distance;
  private final List<Broadcast<VectorBlock>> blocks = new ArrayList<>();
  private final int rows;
  private double[] mean = {};
  private Leading leading;

  /** A vector, packed, and its place in its block. */
  private record Placed(int row, byte[] vector) implements Serializable {}

  private VectorBlocks(JavaSparkContext spark, Distance distance, int rows) {
    this.spark = spark;
    this.distance = distance;
    this.rows = rows;
  }

  /**
   * Features brought to length 1.
   *
   * @param features the table
   * @param images those of the same table
   * @return blocks to find neighbours by cosine in; of features that are all 0 the cosine with any
   *     others is 0
   */
  public static VectorBlocks ofLengthOne(JavaRDD<FeatureVector> features, Images images) {
    return of(
        features.mapToPair(row -> new Tuple2<>(row.getPath(), lengthOne(row.getFeatures()))),
        Distance.COSINE,
        images);
  }

  /**
   * Components as they are.
   *
   * @param components the table, with a row for each image
   * @param images those of the features of which the components are
   * @return blocks to find neighbours by Euclid in
   */
  public static VectorBlocks ofComponents(JavaRDD<ComponentsRow> components, Images images) {
    return of(
        components.mapToPair(row -> new Tuple2<>(row.getPath(), row.getComponents())),
        Distance.EUCLIDEAN,
        images);
  }

  /** A coordinate more keeps zeros apart: they lie across all others, at a cosine of 0. */
  static double[] lengthOne(float[] features) {
    double squares = 0;
    for (float feature : features) {
      squares += (double) feature * feature;
    }
    double[] unit = new double[features.length + 1];
    if (squares == 0) {
      unit[features.length] = 1;
      return unit;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < features.length; i++) {
      unit[i] = features[i] / length;
    }
    return unit;
  }

  private static VectorBlocks of(
      JavaPairRDD<String, double[]> vectors, Distance distance, Images images) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(vectors.context());
    VectorBlocks made = new VectorBlocks(spark, distance, images.rows());
    Broadcast<Map<String, Integer>> numbers = spark.broadcast(images.rowsByPath());
    JavaPairRDD<Integer, Placed> placed = placed(vectors, numbers);
    long bytes = vectors.take(1).stream().mapToLong(any -> any._2().length).sum() * Double.BYTES;
    Iterator<VectorBlock> filled =
        bytes * images.rows() <= Runtime.getRuntime().maxMemory() / PART_OF_MEMORY
            ? filledHere(placed.collect(), images.rows())
            : filledByTasks(placed, images.rows());
    filled.forEachRemaining(made::add);
    for (int i = 0; i < made.mean.length; i++) {
      made.mean[i] /= made.rows;
    }
    made.leading = made.chooseLeading();
    numbers.destroy();
    return made;
  }

  private static Iterator<VectorBlock> filledHere(List<Tuple2<Integer, Placed>> placed, int rows) {
    Map<Integer, List<Tuple2<Integer, Placed>>> byBlock =
        placed.stream()
            .collect(Collectors.groupingBy(Tuple2::_1, TreeMap::new, Collectors.toList()));
    return byBlock.entrySet().stream()
        .map(block -> filled(block.getKey(), block.getValue().iterator(), rows))
        .iterator();
  }

  /** Block after block, where the driver would not hold all of them at once. */
  private static Iterator<VectorBlock> filledByTasks(
      JavaPairRDD<Integer, Placed> placed, int rows) {
    return placed
        .partitionBy(new HashPartitioner(blocks(rows)))
        .mapPartitionsWithIndex(
            (block, ofBlock) -> List.of(filled(block, ofBlock, rows)).iterator(), true)
        .toLocalIterator();
  }

  /** By the number of the block. */
  private static JavaPairRDD<Integer, Placed> placed(
      JavaPairRDD<String, double[]> vectors, Broadcast<Map<String, Integer>> numbers) {
    return vectors.flatMapToPair(
        vector -> {
          Integer row = numbers.value().get(vector._1());
          return row == null
              ? List.<Tuple2<Integer, Placed>>of().iterator()
              : List.of(
                      new Tuple2<>(
                          row / ROWS, new Placed(row % ROWS, VectorBlock.packed(vector._2()))))
                  .iterator();
        });
  }

  private static VectorBlock filled(int block, Iterator<Tuple2<Integer, Placed>> placed, int rows) {
    int count = Math.min(ROWS, rows - block * ROWS);
    double[] values = {};
    int width = 0;
    while (placed.hasNext()) {
      Placed next = placed.next()._2();
      if (values.length == 0) {
        width = next.vector().length / Double.BYTES;
        values = new double[count * width];
      }
      VectorBlock.unpack(next.vector(), values, next.row() * width);
    }
    return new VectorBlock(block * ROWS, count, width, values);
  }

  private void add(VectorBlock block) {
    if (mean.length == 0) {
      mean = new double[block.width()];
    }
    block.addTo(mean);
    blocks.add(spark.broadcast(block));
  }

  /** What is measured in them. */
  Distance distance() {
    return distance;
  }

  JavaSparkContext spark() {
    return spark;
  }

  /** How many rows all blocks have. */
  int rows() {
    return rows;
  }

  /** How many blocks there are. */
  int count() {
    return blocks(rows);
  }

  private static int blocks(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /** {@return the numbers of a row} */
  public int width() {
    return mean.length;
  }

  /** The mean of all rows. */
  double[] mean() {
    return mean.clone();
  }

  /** Which coordinates tell most of a distance. */
  Leading leading() {
    return leading;
  }

  /** Components come in their order. Those of features are looked for where it is worth it. */
  private Leading chooseLeading() {
    if (distance == Distance.EUCLIDEAN) {
      return Leading.first(mean);
    }
    return rows < FEWEST_FOR_DIRECTIONS || width() < 2 * Leading.MOST
        ? Leading.all(mean)
        : Leading.ofSample(mean, sample());
  }

  private double[] sample() {
    double[] sample = new double[Leading.SAMPLE * width()];
    for (int i = 0; i < Leading.SAMPLE; i++) {
      int row = (int) ((long) i * rows / Leading.SAMPLE);
      double[] values = blocks.get(row / ROWS).value().values();
      for (int j = 0; j < width(); j++) {
        sample[i * width() + j] = values[row % ROWS * width() + j] - mean[j];
      }
    }
    return sample;
  }

  /**
   * The first two numbers of each row, less their means; 0 for a second one that there is not.
   *
   * @return two numbers a row
   */
  double[] leadingTwo() {
    double[] leading = new double[2 * rows];
    for (Broadcast<VectorBlock> each : blocks) {
      VectorBlock block = each.value();
      for (int row = 0; row < block.rows(); row++) {
        for (int i = 0; i < Math.min(2, block.width()); i++) {
          leading[2 * (block.first() + row) + i] =
              block.values()[row * block.width() + i] - mean[i];
        }
      }
    }
    return leading;
  }

  /** The blocks in their order, for tasks to read. */
  List<Broadcast<VectorBlock>> blocks() {
    return List.copyOf(blocks);
  }

  /** Lets Spark forget the blocks. */
  @Override
  public void close() {
    blocks.forEach(Broadcast::destroy);
    blocks.clear();
  }
}
