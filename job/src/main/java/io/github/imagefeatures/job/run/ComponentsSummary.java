package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.vector.VectorTable;
import org.apache.spark.sql.SparkSession;

/**
 * What a page says of a run's components.
 *
 * @param classes how many images each has
 * @param pass what was seen of all rows
 */
record ComponentsSummary(ClassSummary classes, ComponentsPass pass) {

  /**
   * Reads it from a run's tables.
   *
   * @param components folder of the table {@code pca/}
   * @param rejected folder of the table {@code rejected/}
   */
  static ComponentsSummary read(SparkSession spark, String components, String rejected) {
    ClassSummary classes =
        ClassSummary.of(VectorTable.labels(spark, components), VectorTable.labels(spark, rejected));
    return new ComponentsSummary(
        classes, ComponentsPass.over(Tables.components(spark, components), classes.images()));
  }
}
