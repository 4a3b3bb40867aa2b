package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.RejectedImage;
import io.github.imagefeatures.job.report.VarianceTable;
import io.github.imagefeatures.job.vector.VectorTable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Opens a finished run and checks what its manifest claims. */
final class Validation {
  private static final double CUMULATIVE_TOLERANCE = 1e-9;

  /** Images named that occur twice. */
  private static final int NAMED = 10;

  private final RunFolder folder;
  private final SparkSession spark;
  private final Manifest manifest;
  private final List<String> faults = new ArrayList<>();
  private String featurizedPaths = "";

  Validation(RunFolder folder, SparkSession spark, Manifest manifest) {
    this.folder = folder;
    this.spark = spark;
    this.manifest = manifest;
  }

  /** What does not hold, a sentence each; empty when all does. */
  List<String> faults() {
    check("The tables features/ and rejected/", this::checkImages);
    check("The table provenance/", this::checkProvenance);
    check("The table pca/", this::checkComponents);
    check("The table variance.csv", this::checkVariance);
    check("The model", this::checkModel);
    checkPage();
    return List.copyOf(faults);
  }

  private interface Check {
    void run() throws Exception;
  }

  private void check(String what, Check check) {
    try {
      check.run();
    } catch (Exception e) {
      // Spark's readers fail with whatever they ran into, checked exceptions undeclared by Scala
      // too.
      faults.add("%s cannot be read (%s).".formatted(what, firstLine(e)));
    }
  }

  /** What is at the root of a failure, in one line. */
  static String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** Every listed image is either featurized or rejected, once. */
  private void checkImages() {
    int dimension = manifest.reduction().dimension();
    String table = folder.path(RunFolder.FEATURES).toString();
    Dataset<RejectedImage> rejected =
        Tables.rejected(spark, folder.path(RunFolder.REJECTED).toString());
    ImageTally featurized =
        ImageTally.of(
            VectorTable.features(spark, table), row -> isFinite(row.getFeatures(), dimension));
    featurizedPaths = featurized.digest();
    ImageTally all = featurized.plus(ImageTally.of(rejected.javaRDD(), row -> true));
    expect("rows of features", manifest.counts().featurized(), featurized.rows());
    expect("rows of rejected", manifest.counts().rejected(), all.rows() - featurized.rows());
    expect("listed images", manifest.counts().listed(), all.rows());
    expect("digest of the listed paths", manifest.input().digest(), all.digest());
    expect("feature vectors that are not finite or of another length", 0, all.unsound());
    if (!manifest.input().digest().equals(all.digest())) {
      nameRepeated(
          VectorTable.joinableFeatures(spark, table).select("path").union(rejected.select("path")));
    }
  }

  /** Only where the digest does not hold already: it does not when an image occurs twice. */
  private void nameRepeated(Dataset<Row> paths) {
    List<Row> repeated =
        paths
            .groupBy("path")
            .count()
            .filter("count > 1")
            .orderBy("path")
            .limit(NAMED)
            .collectAsList();
    repeated.forEach(row -> faults.add("The image %s occurs twice.".formatted(row.getString(0))));
    if (repeated.size() == NAMED) {
      faults.add("There may be more that occur twice.");
    }
  }

  /** Each row of features has its origin, and those taken over are those of the earlier run. */
  private void checkProvenance() {
    Dataset<Row> origins = Provenance.read(spark, folder.path(RunFolder.PROVENANCE).toString());
    ImageTally described = ImageTally.ofPaths(origins);
    expect("rows of provenance", manifest.counts().featurized(), described.rows());
    if (!described.digest().equals(featurizedPaths)) {
      faults.add("The tables features/ and provenance/ do not hold the same images.");
    }
    Dataset<Row> reused = origins.filter(functions.col("run_id").notEqual(folder.runId()));
    expect("reused images", manifest.counts().reused(), reused.count());
    expect("images with a decoder's warning", manifest.counts().warned(), warned(origins));
    if (manifest.counts().reusedFrom() != null) {
      compareWith(folder.sibling(manifest.counts().reusedFrom()), reused.select("path"));
    }
  }

  private static long warned(Dataset<Row> origins) {
    return origins.filter("warned").count();
  }

  /** What was taken over is compared as long as the other run is there. */
  private void compareWith(RunFolder earlier, Dataset<Row> reused) {
    if (!earlier.isComplete()) {
      return;
    }
    String features = RunFolder.FEATURES;
    Dataset<Row> theirs =
        VectorTable.joinableFeatures(spark, earlier.path(features).toString())
            .select(functions.col("path"), functions.col("features").as("theirs"));
    long same =
        VectorTable.joinableFeatures(spark, folder.path(features).toString())
            .join(reused, "path")
            .join(theirs, "path")
            .filter("features = theirs")
            .count();
    expect(
        "images with the features of the run " + earlier.runId(), manifest.counts().reused(), same);
  }

  private void checkComponents() {
    int k = manifest.reduction().components();
    ImageTally projected =
        ImageTally.of(
            Tables.components(spark, folder.path(RunFolder.PCA).toString()),
            row -> isFinite(row.getComponents(), k));
    expect("rows of pca", manifest.counts().featurized(), projected.rows());
    if (!projected.digest().equals(featurizedPaths)) {
      faults.add("The tables features/ and pca/ do not hold the same images.");
    }
    expect("projections that are not finite or not of length " + k, 0, projected.unsound());
  }

  private void checkVariance() throws IOException {
    Path file = folder.path(RunFolder.VARIANCE_CSV);
    try (Reader reader = new InputStreamReader(folder.store().open(file), StandardCharsets.UTF_8)) {
      VarianceTable table = VarianceTable.read(reader);
      expect("rows of variance.csv", manifest.reduction().dimension(), table.size());
      if (table.size() < manifest.reduction().components()) {
        return;
      }
      double kept = table.cumulative(manifest.reduction().components());
      if (Math.abs(kept - manifest.reduction().cumulativeVariance()) > CUMULATIVE_TOLERANCE) {
        expect("cumulative variance", manifest.reduction().cumulativeVariance(), kept);
      }
      if (manifest.options().get("variance") instanceof Number target
          && kept < target.doubleValue() - CUMULATIVE_TOLERANCE) {
        faults.add(
            String.format(
                Locale.ROOT, "The components keep %.6f of the variance, not %s.", kept, target));
      }
    }
  }

  private void checkModel() throws IOException {
    PipelineModel model = Tables.loadModel(folder);
    expect(
        "stages of the model",
        manifest.reduction().scaling().equals("standard") ? 2 : 1,
        model.stages().length);
  }

  private void checkPage() {
    List<String> names = new ArrayList<>(List.of(RunFolder.REPORT_HTML, RunFolder.PLOTS));
    if (Boolean.TRUE.equals(manifest.options().get("tables"))) {
      names.add(RunFolder.PCA_TSV);
    }
    if (manifest.options().get("thumbnails") instanceof Number kept && kept.intValue() > 0) {
      names.add(RunFolder.THUMBNAILS);
    }
    for (String name : names) {
      if (!folder.exists(folder.path(name))) {
        faults.add("There is no %s.".formatted(name));
      }
    }
  }

  private void expect(String what, Object claimed, Object found) {
    if (!claimed.toString().equals(found.toString())) {
      faults.add("The manifest claims %s: %s; found: %s.".formatted(what, claimed, found));
    }
  }

  private static boolean isFinite(float[] values, int length) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return values.length == length;
  }

  private static boolean isFinite(double[] values, int length) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return values.length == length;
  }
}
