package io.github.imagefeatures.featurize;

import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTableWriter;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Turns listed images into a folder of features, one shard after another. */
public final class Featurizer implements AutoCloseable {
  /** Name of the accumulator that counts featurized images while they run. */
  public static final String FEATURIZED = "featurized images";

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final FeaturizeOptions options;
  private final Broadcast<LoadedNetwork> network;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * Bytes of image files that a core reads, decodes and resizes: 5 million of some, 40 of others.
   */
  private static final double BYTES_A_SECOND = 1e7;

  /** What a task has taken for an image of the latest shard; 0 before there was one. */
  private double secondsPerImage;

  /**
   * @param spark where to run
   * @param network with its weights
   * @param options how
   */
  public Featurizer(SparkSession spark, LoadedNetwork network, FeaturizeOptions options) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.options = options;
    if (spark.sparkContext().isLocal()) {
      ExecutorModel.buildAhead(network);
    }
    this.network = context.broadcast(network);
    this.hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
  }

  /**
   * Computes the features of a shard's images and adds them to a Parquet folder: path, label,
   * features. With Spark's own committer either all of the shard's files appear or none.
   *
   * @param images one or more
   * @param folder where the files go, beside those of earlier shards
   * @return what came of the images: featurized and rejected ones are as many as there were images
   */
  public ShardOutcome featurize(List<ListedImage> images, String folder) {
    FeaturizeCounters counters = new FeaturizeCounters(spark.sparkContext());
    FeaturizeTask task =
        new FeaturizeTask(
            network,
            hadoop,
            options.batchSize(),
            options.limits(),
            options.resampling(),
            options.orientation(),
            counters);
    int slots = Math.max(1, context.defaultParallelism());
    List<List<ListedImage>> slices = tasks(images, options, slots, secondsPerImage);
    long started = System.nanoTime();
    JavaRDD<FeatureVector> features =
        context.parallelize(slices, slices.size()).mapPartitions(task);
    VectorTableWriter.writeFeatures(spark, features, SaveMode.Append, folder);
    secondsPerImage = (System.nanoTime() - started) / 1e9 * slots / images.size();
    return counters.outcome();
  }

  /**
   * Frees what was sent to the executors, and waits for it: of what is freed meanwhile a Spark that
   * is closed prints a stack trace.
   */
  @Override
  public void close() {
    network.unpersist(true);
  }

  /**
   * What each task works on.
   *
   * @param images to featurize together
   * @param options how
   * @param slots tasks that run at once, 1 or more
   * @param secondsPerImage that one of them takes, 0 or more; 0 while nobody knows
   * @return the images of each task
   */
  public static List<List<ListedImage>> tasks(
      List<ListedImage> images, FeaturizeOptions options, int slots, double secondsPerImage) {
    return options.partitions().isPresent()
        ? TaskSlices.equal(images, options.partitions().getAsInt())
        : TaskSlices.guided(images, slots, secondsPerImage, decodingSeconds(images));
  }

  private static double decodingSeconds(List<ListedImage> images) {
    return images.stream().mapToLong(ListedImage::length).average().orElse(0) / BYTES_A_SECOND;
  }
}
