package io.github.imagefeatures.job.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.artifact.ComponentsTable;
import io.github.imagefeatures.job.artifact.Provenance;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.table.VectorTable;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The images of a run, ordered by their paths, byte by byte in UTF-8. Every table here has them in
 * this order. The driver holds a partition of a table at a time.
 *
 * @param run where they are from
 * @param spark reads its tables
 */
record ExportedRun(CompletedRun run, SparkSession spark) {
  static final String PATH = "path";
  static final String LABEL = "label";
  static final String SPLIT = "split";
  private static final String COMPONENTS = "pca_features";
  private static final String NEIGHBOURS = "neighbours";

  /** How many images there are: those that were featurized. */
  int images() {
    return Math.toIntExact(run.manifest().counts().featurized());
  }

  /** Numbers of a feature vector. */
  int dimension() {
    return run.manifest().reduction().dimension();
  }

  /** How many components an image has; 0 in a run of features only. */
  int components() {
    return run.manifest().reduction().components();
  }

  /** Path, label and split of each image; the split is empty for none. */
  Dataset<Row> names() {
    Dataset<Row> splits =
        Provenance.read(spark, run.path(RunFolder.PROVENANCE)).select(PATH, SPLIT);
    return table(RunFolder.FEATURES)
        .select(PATH, LABEL)
        .join(splits, PATH)
        .select(col(PATH), col(LABEL), coalesce(col(SPLIT), lit("")).as(SPLIT))
        .orderBy(PATH);
  }

  /** The feature vector of each image. */
  Iterator<float[]> featureVectors() {
    return vectors(
        RunFolder.FEATURES, col(RunFolder.FEATURES), spark.implicits().newFloatArrayEncoder());
  }

  /** The components of each image. */
  Iterator<double[]> componentVectors() {
    return vectors(
        ComponentsTable.NAME, col(COMPONENTS), spark.implicits().newDoubleArrayEncoder());
  }

  /**
   * The first components of each image, in 32 bits each.
   *
   * @param most how many of them, or all where there are fewer
   */
  Iterator<float[]> firstComponents(int most) {
    return vectors(
        ComponentsTable.NAME,
        slice(col(COMPONENTS), 1, most).cast(DataTypes.createArrayType(DataTypes.FloatType)),
        spark.implicits().newFloatArrayEncoder());
  }

  /** Whether {@link #places} can be had. */
  boolean hasPlaces() {
    return hasMap() || components() > 1;
  }

  /**
   * Where each image lies in a plane, in no particular order: path, x and y, two numbers without a
   * unit. They are its place on the run's map or, where there is none, its first two components.
   */
  Dataset<Row> places() {
    if (hasMap()) {
      return table(NEIGHBOURS).select(col(PATH), col("map_x").as("x"), col("map_y").as("y"));
    }
    return table(ComponentsTable.NAME)
        .select(col(PATH), col(COMPONENTS).getItem(0).as("x"), col(COMPONENTS).getItem(1).as("y"));
  }

  /**
   * The neighbours of each image by cosine, in no particular order: path, cosine_neighbours,
   * cosine_distances; empty when the run has none.
   */
  Optional<Dataset<Row>> neighbours() {
    return Optional.ofNullable(run.manifest().neighbours())
        .filter(found -> found.leftOut() == null)
        .map(found -> table(NEIGHBOURS).select(PATH, "cosine_neighbours", "cosine_distances"));
  }

  /**
   * Says that a table has not as many rows as the manifest claims.
   *
   * @param rows that it has
   * @throws OutputException when they are not as many
   */
  void requireAll(long rows) {
    if (rows != images()) {
      throw new OutputException(
          FailureId.RUN_NOT_AS_CLAIMED,
          "The run %s is not what its manifest claims; make it again. It has %s rows where there should be %s."
              .formatted(run.runId(), rows, images()));
    }
  }

  private boolean hasMap() {
    return run.manifest().neighbours() != null && run.manifest().neighbours().map() != null;
  }

  private <T> Iterator<T> vectors(String name, Column numbers, Encoder<T> encoder) {
    return table(name)
        .select(col(PATH), numbers.as("numbers"))
        .orderBy(PATH)
        .select("numbers")
        .as(encoder)
        .toLocalIterator();
  }

  private Dataset<Row> table(String name) {
    return VectorTable.reader(spark)
        .option(VectorTable.VERIFY_CHECKSUMS, true)
        .parquet(run.path(name));
  }
}
