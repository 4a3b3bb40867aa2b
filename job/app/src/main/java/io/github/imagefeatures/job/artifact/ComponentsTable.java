package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.job.report.data.PageStatisticsAccumulator;
import io.github.imagefeatures.reduce.ErrorDistribution;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.ProjectedVector;
import io.github.imagefeatures.table.VectorColumn;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** {@code pca/}: each image's components, and how far it lies from them. */
public final class ComponentsTable implements Artifact {
  /** Its name in the run's folder. */
  public static final String NAME = "pca";

  /** The column of components. */
  static final String COMPONENTS = "pca_features";

  /** The column of squared reconstruction errors. */
  static final String ERROR = "reconstruction_error";

  /** The column of the shares of the fitted images whose errors are not larger. */
  private static final String ERROR_QUANTILE = "error_quantile";

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
        columns(run),
        SaveMode.Overwrite,
        run.written(NAME));
    none.plus(accumulator.value());
  }

  /** A run of an earlier format is finished in it: its readers look for the features here, too. */
  private static List<VectorColumn<ProjectedVector>> columns(RunContext run) {
    ErrorDistribution fitted =
        run.fitted().flatMap(each -> each.errorsOf(run.reduction().components())).orElse(null);
    List<VectorColumn<ProjectedVector>> columns = new ArrayList<>();
    columns.add(VectorColumn.ofNumber(ERROR, ComponentsTable::error));
    columns.add(VectorColumn.ofNumber(ERROR_QUANTILE, row -> quantile(row, fitted)));
    if (Manifest.formatOf(run.listing()) < Manifest.FORMAT) {
      columns.add(VectorColumn.ofFeatures());
    }
    columns.add(VectorColumn.ofDoubles(COMPONENTS, ProjectedVector::getComponents));
    return columns;
  }

  private static Double error(ProjectedVector row) {
    double error = row.getReconstructionError();
    return Double.isNaN(error) ? null : (Double) error;
  }

  private static Double quantile(ProjectedVector row, ErrorDistribution fitted) {
    return fitted == null ? null : (Double) fitted.shareUpTo(row.getReconstructionError());
  }

  /**
   * Reads the errors of all images whose error is known.
   *
   * @param spark reads them
   * @param path the table's folder
   * @return squared reconstruction errors, in no particular order
   */
  public static double[] errors(SparkSession spark, String path) {
    return VectorTable.numbers(
        VectorTable.reader(spark)
            .option(VectorTable.VERIFY_CHECKSUMS, true)
            .parquet(path)
            .select(ERROR)
            .na()
            .drop()
            .as(Encoders.DOUBLE())
            .javaRDD());
  }

  /** Reads a folder of the table of any format, without the features. */
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
