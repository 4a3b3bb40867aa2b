package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.Thumbnail;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Turns a few listed images into a folder of thumbnails. */
public final class ThumbnailWriter {
  /** Fewer are not worth a task and a file. */
  private static final int SMALLEST_SLICE = 50;

  /** A task holds the thumbnails of its slice, 4 kB each at most. */
  private static final int LARGEST_SLICE = 5_000;

  private ThumbnailWriter() {}

  /**
   * Reads the images once more, on the executors, and writes a Parquet folder of WebP files: path,
   * picture. An image that can no longer be read is left out.
   *
   * @param spark where to run
   * @param images one or more, a hundred thousand at most
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   * @param mostBytes of a picture, {@link ThumbnailEncoder#FEWEST_BYTES} or more
   * @param folder what was there before is replaced
   */
  public static void writeWebp(
      SparkSession spark,
      List<ListedImage> images,
      ImageLimits limits,
      Orientation orientation,
      int mostBytes,
      String folder) {
    thumbnails(
            spark,
            images,
            limits,
            orientation,
            ThumbnailEncoder.LONGEST_SIDE,
            (encoder, content) -> encoder.encodeWebp(content, mostBytes))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder);
  }

  /**
   * Writes JPEG files of another size: path, jpeg.
   *
   * @param spark where to run
   * @param images one or more, a hundred thousand at most
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   * @param longestSide of a thumbnail at most, in pixels, 1 to {@link
   *     ThumbnailEncoder#LONGEST_SIDE}
   * @param folder what was there before is replaced
   */
  public static void write(
      SparkSession spark,
      List<ListedImage> images,
      ImageLimits limits,
      Orientation orientation,
      int longestSide,
      String folder) {
    thumbnails(spark, images, limits, orientation, longestSide, ThumbnailEncoder::encode)
        .withColumnRenamed("picture", "jpeg")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder);
  }

  private static Dataset<Row> thumbnails(
      SparkSession spark,
      List<ListedImage> images,
      ImageLimits limits,
      Orientation orientation,
      int longestSide,
      ThumbnailTask.Encoding encoding) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    List<List<ListedImage>> slices = slices(images, context.defaultParallelism());
    JavaRDD<Thumbnail> thumbnails =
        context
            .parallelize(slices, slices.size())
            .mapPartitions(new ThumbnailTask(hadoop, limits, orientation, longestSide, encoding));
    return spark
        .createDataset(thumbnails.rdd(), Encoders.bean(Thumbnail.class))
        .select("path", "picture");
  }

  private static List<List<ListedImage>> slices(List<ListedImage> images, int slots) {
    int most = Math.max(1, images.size() / SMALLEST_SLICE);
    int fewest = 1 + (images.size() - 1) / LARGEST_SLICE;
    return TaskSlices.equal(images, Math.max(fewest, Math.min(most, 2 * Math.max(1, slots))));
  }
}
