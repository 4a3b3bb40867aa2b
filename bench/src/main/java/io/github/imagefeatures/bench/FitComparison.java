package io.github.imagefeatures.bench;

import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Reduction;
import io.github.imagefeatures.reduce.ScaledPca;
import io.github.imagefeatures.reduce.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The fit of scaling and components against stock MLlib, on the same Parquet. */
final class FitComparison implements Benchmark {
  private static final String OURS = "ScaledPca.fit";
  private static final String THEIRS = "MLlib StandardScaler + PCA";

  /** What a fit found, and how long it took. */
  private record Fit(double seconds, double[] variance, double[] loadings, int components) {}

  @Override
  public String name() {
    return "fit";
  }

  @Override
  public String what() {
    return "Scaling and all 1,280 components, from Parquet to the fitted model, against stock MLlib"
        + " in the same session.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    SparkSession spark = sitting.spark();
    Path features = sitting.emptyFolder("features");
    FeaturizedFolder.of(sitting, sitting.images().folder().toString(), features);
    long images = sitting.images().count();
    Path rows = sitting.emptyFolder("rows");
    for (long count : List.of(images, (long) sitting.effort().fitRows())) {
      FitRows.write(spark, features, count, sitting.effort().fitNumbers(), rows);
      compare(sitting, rows, count, figures);
    }
  }

  private static void compare(Sitting sitting, Path rows, long count, Figures figures)
      throws IOException {
    SparkSession spark = sitting.spark();
    int numbers = sitting.effort().fitNumbers();
    // Once for each side before the clock runs: both find their classes loaded.
    ours(spark, rows, numbers);
    if (count == sitting.images().count()) {
      mllib(spark, rows, numbers);
    }
    Map<String, List<Fit>> fits =
        sitting
            .<Fit>turns()
            .side(OURS, () -> ours(spark, rows, numbers))
            .side(THEIRS, () -> mllib(spark, rows, numbers))
            .run();
    String prefix = String.format(Locale.ROOT, "%,d rows, ", count);
    figures.add(prefix + OURS, Figures.SECONDS, fits.get(OURS), Fit::seconds);
    figures.add(prefix + THEIRS, Figures.SECONDS, fits.get(THEIRS), Fit::seconds);
    figures.addRatio(
        prefix + "speed against MLlib",
        fits.get(THEIRS).stream().map(Fit::seconds).toList(),
        fits.get(OURS).stream().map(Fit::seconds).toList(),
        "at least 5");
    addDifferences(figures, prefix, numbers, fits.get(OURS).get(0), fits.get(THEIRS).get(0));
  }

  private static void addDifferences(
      Figures figures, String prefix, int numbers, Fit ours, Fit theirs) {
    figures.add(prefix + "components compared", "", List.of((double) ours.components()));
    figures.add(
        prefix + "largest relative difference of explained variance",
        "",
        List.of(FitDifference.ofVariance(ours.variance(), theirs.variance(), ours.components())));
    figures.add(
        prefix + "largest difference of |loadings|, relative to the component's largest",
        "",
        List.of(
            FitDifference.ofLoadings(
                ours.loadings(), theirs.loadings(), numbers, ours.components())));
  }

  private static Fit ours(SparkSession spark, Path rows, int numbers) {
    long start = System.nanoTime();
    Reduction fitted =
        new ScaledPca(Scaling.STANDARD, new ComponentChoice.Variance(1))
            .fit(FitRows.read(spark, rows), numbers, Networks.DEFAULT.featureError());
    return new Fit(
        secondsSince(start), fitted.variance().shares(), fitted.loadings(), fitted.components());
  }

  private static Fit mllib(SparkSession spark, Path rows, int numbers) {
    long start = System.nanoTime();
    Dataset<Row> vectors =
        spark
            .read()
            .parquet(rows.toString())
            .withColumn("vector", functions.array_to_vector(new Column("features")));
    StandardScaler scaler =
        new StandardScaler()
            .setWithMean(true)
            .setWithStd(true)
            .setInputCol("vector")
            .setOutputCol("scaled");
    PCA pca = new PCA().setK(numbers).setInputCol("scaled").setOutputCol("components");
    PCAModel fitted =
        (PCAModel)
            new Pipeline().setStages(new PipelineStage[] {scaler, pca}).fit(vectors).stages()[1];
    double seconds = secondsSince(start);
    return new Fit(seconds, fitted.explainedVariance().toArray(), rowByRow(fitted), numbers);
  }

  private static double[] rowByRow(PCAModel fitted) {
    return fitted.pc().transpose().toArray();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
