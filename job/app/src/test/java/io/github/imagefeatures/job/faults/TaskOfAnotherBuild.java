package io.github.imagefeatures.job.faults;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes a table where nobody has chosen a way, and prints what comes back. */
final class TaskOfAnotherBuild {
  static final String ROWS_READ = "[a [1.0, 2.5], b [-0.0, 4.0]]";

  private TaskOfAnotherBuild() {}

  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      List<FeatureVector> rows =
          List.of(
              new FeatureVector("a", "", new float[] {1, 2.5f}),
              new FeatureVector("b", "", new float[] {-0.0f, 4}));
      VectorTableWriter.writeFeatures(
          spark,
          JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1),
          SaveMode.Overwrite,
          args[0]);
      System.out.println(
          VectorTable.features(spark, args[0])
              .map(row -> row.getPath() + " " + Arrays.toString(row.getFeatures()))
              .collect());
    }
  }
}
