package io.github.imagefeatures.job.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;

import io.github.imagefeatures.job.artifact.Provenance;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.ShardRecord;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Takes over the features of images that have not changed since an earlier run read them. It is a
 * join on Spark; the driver learns only which images are left.
 *
 * <p>An image has not changed if path, length and modification time are the same. Some stores keep
 * whole seconds (Amazon S3) or two (FAT), so that a file that is written twice within one looks
 * unchanged: an image that was younger than that when it was read is computed again.
 */
final class Reuse {
  static final long COARSEST_CLOCK_MILLIS = 2000;

  private static final int IMAGES_A_TASK = 10_000;

  private static final String IMAGE = "image";
  private static final String[] UNCHANGED = {IMAGE, "length", "modification_time"};
  private static final String[] SAME_IMAGE = {IMAGE};

  private static final StructType LISTED =
      new StructType()
          .add("position", DataTypes.LongType)
          .add("path", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("modification_time", DataTypes.LongType);

  private final RunFolder folder;
  private final SparkSession spark;
  private final List<ListedImage> images;
  private final int features;

  /**
   * @param folder the folder of the run that takes over
   * @param images all of that run
   * @param features numbers in one vector of its network
   */
  Reuse(RunFolder folder, SparkSession spark, List<ListedImage> images, int features) {
    this.folder = folder;
    this.spark = spark;
    this.images = images;
    this.features = features;
  }

  /**
   * Writes what is taken over: rows of features and of provenance.
   *
   * @param index the index of the shard
   * @param earlier the run to take them from
   * @param maxBytes larger images are not taken over
   * @throws IllegalStateException when the earlier run's tables do not fit each other
   */
  ShardRecord from(CompletedRun earlier, int index, long maxBytes) {
    Dataset<Row> unchanged = unchanged(earlier, maxBytes).persist();
    try {
      Provenance.add(folder, unchanged, images.size());
      writeFeatures(unchanged, earlier);
    } finally {
      unchanged.unpersist(true);
    }
    Dataset<Row> taken = Provenance.read(spark, folder.written(RunFolder.PROVENANCE).toString());
    Row counts =
        taken
            .agg(
                functions.count("path"),
                functions.count_distinct(col("path")),
                functions.count(functions.when(col("warned"), true)))
            .head();
    long rows = counts.getLong(0);
    requireAsMany(rows, counts.getLong(1));
    SortedMap<String, Long> byLabel =
        new TreeMap<>(
            VectorTable.features(spark, folder.written(RunFolder.FEATURES).toString())
                .map(FeatureVector::getLabel)
                .countByValue());
    requireAsMany(rows, byLabel.values().stream().mapToLong(Long::longValue).sum());
    return rows == 0
        ? ShardRecord.empty(index)
        : ShardRecord.reused(index, byLabel, counts.getLong(2), earlier.manifest());
  }

  /**
   * The images that are not taken over, in their order.
   *
   * @param reused the shard that is
   */
  List<ListedImage> remaining(ShardRecord reused) {
    String[] provenance =
        reused.files().stream()
            .filter(file -> file.startsWith(RunFolder.PROVENANCE + "/"))
            .map(file -> folder.written(file).toString())
            .toArray(String[]::new);
    if (provenance.length == 0) {
      return images;
    }
    BitSet positions = new BitSet(images.size());
    listed()
        .join(
            ofAnyVersion(Provenance.read(spark, provenance)).select(IMAGE), SAME_IMAGE, "left_anti")
        .select("position")
        .toLocalIterator()
        .forEachRemaining(row -> positions.set(Math.toIntExact(row.getLong(0))));
    return positions.stream().mapToObj(images::get).toList();
  }

  private Dataset<Row> unchanged(CompletedRun earlier, long maxBytes) {
    Dataset<Row> before =
        Provenance.read(spark, earlier.path(RunFolder.PROVENANCE))
            .drop("split")
            .filter(col("modification_time").gt(0))
            .filter(col("read_from").geq(col("modification_time").plus(COARSEST_CLOCK_MILLIS)))
            .filter(col("length").leq(maxBytes));
    return listed().join(ofAnyVersion(before), UNCHANGED, "inner");
  }

  /** The label is today's, like the split: it depends on the folder that was listed. */
  private void writeFeatures(Dataset<Row> unchanged, CompletedRun earlier) {
    Dataset<Row> vectors =
        VectorTable.joinableFeatures(spark, earlier.path(RunFolder.FEATURES))
            .select("path", "features")
            .filter(size(col("features")).equalTo(features));
    VectorTableWriter.write(
        unchanged
            .select(IMAGE, "path", "label")
            .join(ofAnyVersion(vectors), SAME_IMAGE, "inner")
            .select("path", "label", "features"),
        SaveMode.Append,
        folder.written(RunFolder.FEATURES).toString());
  }

  /** Rows of an earlier run, with their images in place of the paths that it gave them. */
  private static Dataset<Row> ofAnyVersion(Dataset<Row> rows) {
    return rows.withColumn(IMAGE, VectorTable.image(col("path"))).drop("path");
  }

  /** The images of this run, with the paths that it gives them. */
  private Dataset<Row> listed() {
    Dataset<Row> rows =
        spark.createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(images, tasks())
                .zipWithIndex()
                .map(
                    image ->
                        RowFactory.create(
                            image._2(),
                            image._1().path(),
                            image._1().label(),
                            image._1().split(),
                            image._1().length(),
                            image._1().modificationTime())),
            LISTED);
    return rows.withColumn(IMAGE, VectorTable.image(col("path")));
  }

  private int tasks() {
    int cores = spark.sparkContext().defaultParallelism();
    return Math.max(cores, 1 + (images.size() - 1) / IMAGES_A_TASK);
  }

  private static void requireAsMany(long claimed, long found) {
    if (claimed != found) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "of %d images that have not changed it has the features of %d",
              claimed,
              found));
    }
  }
}
