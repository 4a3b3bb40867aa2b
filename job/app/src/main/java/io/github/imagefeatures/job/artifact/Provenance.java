package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.featurize.SeenImage;
import io.github.imagefeatures.featurize.ShardOutcome;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.SparkInternals;
import io.github.imagefeatures.table.VectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code provenance/}: for each row of {@code features/} the state of the file that it
 * was computed from, and the run that computed it, so that a later run can tell whether it may take
 * the row over; and the split that the image belongs to.
 */
public final class Provenance implements Artifact {
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("modification_time", DataTypes.LongType)
          .add("read_from", DataTypes.LongType)
          .add("warned", DataTypes.BooleanType)
          .add("sha256", DataTypes.StringType)
          .add("pixels", DataTypes.LongType)
          .add("darkest", DataTypes.IntegerType)
          .add("brightest", DataTypes.IntegerType)
          .add("run_id", DataTypes.StringType)
          .add("split", DataTypes.StringType);

  private static final Column[] COLUMNS =
      Arrays.stream(SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
  private static final int ROWS_A_TASK = 10_000;
  private static final int ROWS_A_FILE = 250_000;

  @Override
  public String name() {
    return RunFolder.PROVENANCE;
  }

  @Override
  public void write(RunContext run) {}

  /** Reads a folder of the table, or some of its files. */
  public static Dataset<Row> read(SparkSession spark, String... paths) {
    return VectorTable.reader(spark)
        .option(VectorTable.VERIFY_CHECKSUMS, true)
        .schema(SCHEMA)
        .parquet(paths);
  }

  /**
   * Adds the rows of images that an unfinished run has computed itself.
   *
   * @param images the images of a shard
   * @param outcome what came of them
   * @param readFrom when the first one was read, or earlier; milliseconds since 1970-01-01 UTC
   */
  public static void addComputed(
      RunFolder folder,
      SparkSession spark,
      List<ListedImage> images,
      ShardOutcome outcome,
      long readFrom) {
    List<Object[]> rows = rows(folder.runId(), images, outcome, readFrom);
    if (rows.isEmpty()) {
      return;
    }
    int tasks = 1 + (rows.size() - 1) / ROWS_A_TASK;
    JavaRDD<Object[]> computed =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, tasks);
    add(folder, SparkInternals.table(spark, computed, SCHEMA), rows.size());
  }

  /**
   * Adds rows.
   *
   * @param rows with the table's columns, perhaps among others
   * @param most how many there are at most
   */
  public static void add(RunFolder folder, Dataset<Row> rows, int most) {
    rows.select(COLUMNS)
        .coalesce(1 + most / ROWS_A_FILE)
        .write()
        .mode(SaveMode.Append)
        .parquet(folder.written(RunFolder.PROVENANCE).toString());
  }

  private static List<Object[]> rows(
      String runId, List<ListedImage> images, ShardOutcome outcome, long readFrom) {
    List<Object[]> rows = new ArrayList<>();
    for (ListedImage image : images) {
      SeenImage seen = outcome.seen().get(image.path());
      if (seen != null) {
        Object[] row = {
          image.path(),
          image.length(),
          image.modificationTime(),
          readFrom,
          seen.warned(),
          seen.sha256(),
          seen.pixels(),
          seen.darkest(),
          seen.brightest(),
          runId,
          image.split()
        };
        rows.add(row);
      }
    }
    return rows;
  }

  /** Each row of features has its origin, and those taken over are those of the earlier run. */
  @Override
  public void check(Validation run) {
    Manifest.Counts claimed = run.manifest().counts();
    Dataset<Row> origins = read(run.spark(), run.path(name()));
    ImageTally described = ImageTally.ofPaths(origins);
    run.expect("rows of provenance", claimed.featurized(), described.rows());
    run.expectFeaturized(name(), described.digest());
    Dataset<Row> reused = origins.filter(functions.col("run_id").notEqual(run.folder().runId()));
    run.expect("reused images", claimed.reused(), reused.count());
    run.expect(
        "images with a decoder's warning", claimed.warned(), origins.filter("warned").count());
    if (claimed.reusedFrom() != null) {
      compare(reused.select("path"), run.folder().sibling(claimed.reusedFrom()), run);
    }
  }

  /** What was taken over is compared as long as the other run is there. */
  private static void compare(Dataset<Row> reused, RunFolder earlier, Validation run) {
    if (!earlier.isComplete()) {
      return;
    }
    Dataset<Row> theirs =
        VectorTable.joinableFeatures(run.spark(), earlier.path(RunFolder.FEATURES).toString())
            .select(
                VectorTable.image(functions.col("path")).as("image"),
                functions.col("features").as("theirs"));
    long same =
        VectorTable.joinableFeatures(run.spark(), run.path(RunFolder.FEATURES))
            .join(reused, "path")
            .withColumn("image", VectorTable.image(functions.col("path")))
            .join(theirs, "image")
            .filter("features = theirs")
            .count();
    run.expect(
        "images with the features of the run " + earlier.runId(),
        run.manifest().counts().reused(),
        same);
  }
}
