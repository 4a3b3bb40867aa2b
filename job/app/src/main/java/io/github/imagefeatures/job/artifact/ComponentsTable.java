package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.ProjectedVector;
import io.github.imagefeatures.table.VectorColumn;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** {@code pca/}: each image's components beside its features. */
final class ComponentsTable implements Artifact {
  static final String NAME = "pca";

  /** The column of components. */
  static final String COMPONENTS = "pca_features";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return !options.featuresOnly();
  }

  /** Also completes what a page says of the components: they are seen on the way. */
  @Override
  public void write(RunContext run) {
    PageStatistics none = run.statistics();
    JavaRDD<ProjectedVector> projected = run.reduction().project(run.vectors());
    PageStatisticsAccumulator accumulator = new PageStatisticsAccumulator();
    run.spark().sparkContext().register(accumulator);
    VectorTableWriter.write(
        run.spark(),
        projected.mapPartitions(rows -> accumulator.watching(rows, none.fresh())),
        List.of(
            VectorColumn.ofFeatures(),
            VectorColumn.ofDoubles(COMPONENTS, ProjectedVector::getComponents)),
        SaveMode.Overwrite,
        run.working(NAME));
    none.plus(accumulator.value());
  }

  /** Reads a folder of the table, without the features. */
  static JavaRDD<ComponentsRow> read(SparkSession spark, String path) {
    return VectorTable.doubles(spark, path, COMPONENTS, ComponentsRow::new);
  }

  @Override
  public void check(Validation run) {
    int k = run.manifest().reduction().components();
    ImageTally projected =
        ImageTally.of(
            read(run.spark(), run.path(NAME)), row -> Validation.isFinite(row.getComponents(), k));
    run.expect("rows of pca", run.manifest().counts().featurized(), projected.rows());
    run.expectFeaturized(NAME, projected.digest());
    run.expect("projections that are not finite or not of length " + k, 0, projected.unsound());
  }
}
