package io.github.imagefeatures.nearest;

import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** The driver's tasks share vectors that take no more of the memory than one part in so many. */
  private static final int PART_OF_MEMORY = 4;

  /** With fewer rows, products take less time than the directions would. */
  private static final int FEWEST_FOR_DIRECTIONS = 2 * ROWS + 1;

  private final JavaSparkContext spark;
  private final Distance distance;
  private final List<SharedBlock> blocks = new ArrayList<>();
  private final int rows;
  private final double[] mean;
  private Leading leading;

  /** A vector, packed, and its place in its block. */
  private record Placed(int row, byte[] vector) implements Serializable {}

  private VectorBlocks(JavaSparkContext spark, Distance distance, int rows, int width) {
    this.spark = spark;
    this.distance = distance;
    this.rows = rows;
    mean = new double[width];
  }

  /**
   * Features brought to length 1.
   *
   * @param features the table
   * @param rows by the paths of those that are wanted, 0 and up
   * @return blocks to find neighbours by cosine in; of features that are all 0 the cosine with any
   *     others is 0
   */
  public static VectorBlocks ofLengthOne(
      JavaRDD<FeatureVector> features, Map<String, Integer> rows) {
    return of(
        features.mapToPair(row -> new Tuple2<>(row.getPath(), lengthOne(row.getFeatures()))),
        Distance.COSINE,
        rows,
        memory());
  }

  /**
   * Components as they are.
   *
   * @param components the table
   * @param rows by the paths of those that are wanted, 0 and up
   * @return blocks to find neighbours by Euclid in
   */
  public static VectorBlocks ofComponents(
      JavaRDD<ComponentsRow> components, Map<String, Integer> rows) {
    return of(
        components.mapToPair(row -> new Tuple2<>(row.getPath(), row.getComponents())),
        Distance.EUCLIDEAN,
        rows,
        memory());
  }

  /**
   * Features brought to length 1. A coordinate more keeps zeros apart: they lie across all others,
   * at a cosine of 0.
   *
   * @param features of a row
   * @return a number more
   */
  public static double[] lengthOne(float[] features) {
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

  private static long memory() {
    return Runtime.getRuntime().maxMemory() / PART_OF_MEMORY;
  }

  /**
   * Fills blocks.
   *
   * @param vectors by the paths of their images
   * @param mostShared bytes of vectors up to which tasks of this process share them
   */
  static VectorBlocks of(
      JavaPairRDD<String, double[]> vectors,
      Distance distance,
      Map<String, Integer> rows,
      long mostShared) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(vectors.context());
    int width = vectors.take(1).stream().mapToInt(any -> any._2().length).sum();
    VectorBlocks made = new VectorBlocks(spark, distance, rows.size(), width);
    Broadcast<Map<String, Integer>> numbers = spark.broadcast(rows);
    JavaPairRDD<Integer, double[]> numbered =
        vectors
            .filter(vector -> numbers.value().containsKey(vector._1()))
            .mapToPair(vector -> new Tuple2<>(numbers.value().get(vector._1()), vector._2()));
    if (spark.sc().isLocal() && (long) made.rows * width * Double.BYTES <= mostShared) {
      made.share(numbered);
    } else {
      made.send(numbered);
    }
    for (int i = 0; i < width; i++) {
      made.mean[i] /= made.rows;
    }
    made.leading = made.chooseLeading();
    numbers.destroy();
    return made;
  }

  /** Tasks put the vectors where the driver and all other tasks read them. */
  private void share(JavaPairRDD<Integer, double[]> vectors) {
    for (int block = 0; block < count(); block++) {
      blocks.add(SharedBlock.here(empty(block, rows, width())));
    }
    List<SharedBlock> empty = blocks();
    vectors.foreach(row -> empty.get(row._1() / ROWS).value().set(row._1() % ROWS, row._2()));
    empty.forEach(block -> block.value().addTo(mean));
  }

  /** Tasks fill the blocks, which come one after another, as the driver may not hold them all. */
  private void send(JavaPairRDD<Integer, double[]> vectors) {
    int ofAll = rows;
    int width = width();
    vectors
        .mapToPair(
            row ->
                new Tuple2<>(
                    row._1() / ROWS, new Placed(row._1() % ROWS, VectorBlock.packed(row._2()))))
        .partitionBy(new HashPartitioner(count()))
        .mapPartitionsWithIndex(
            (block, placed) -> {
              VectorBlock filled = empty(block, ofAll, width);
              placed.forEachRemaining(each -> filled.set(each._2().row(), each._2().vector()));
              return List.of(filled).iterator();
            },
            true)
        .toLocalIterator()
        .forEachRemaining(
            block -> {
              block.addTo(mean);
              blocks.add(SharedBlock.sent(spark, block));
            });
  }

  private static VectorBlock empty(int block, int rows, int width) {
    return new VectorBlock(block * ROWS, Math.min(ROWS, rows - block * ROWS), width);
  }

  /** {@return what is measured in them} */
  public Distance distance() {
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
   * The first numbers of each row.
   *
   * @param count of a row; 0 stands for those that there are not
   * @return {@code count} numbers a row
   */
  double[] firstNumbers(int count) {
    double[] first = new double[count * rows];
    for (SharedBlock each : blocks) {
      VectorBlock block = each.value();
      for (int row = 0; row < block.rows(); row++) {
        System.arraycopy(
            block.values(),
            row * block.width(),
            first,
            count * (block.first() + row),
            Math.min(count, block.width()));
      }
    }
    return first;
  }

  /**
   * The first two numbers of each row, less their means.
   *
   * @return two numbers a row
   */
  public double[] leadingTwo() {
    double[] leading = firstNumbers(2);
    for (int i = 0; i < leading.length; i++) {
      leading[i] -= i % 2 < width() ? mean[i % 2] : 0;
    }
    return leading;
  }

  /** The blocks in their order, for tasks to read. */
  List<SharedBlock> blocks() {
    return List.copyOf(blocks);
  }

  /** Frees the memory of the blocks. */
  @Override
  public void close() {
    blocks.forEach(SharedBlock::close);
    blocks.clear();
  }
}
