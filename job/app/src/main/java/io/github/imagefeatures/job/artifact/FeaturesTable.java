package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.table.VectorTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code features/}: a vector for each image; written shard by shard. */
final class FeaturesTable implements Artifact {
  /** Images named that occur twice. */
  private static final int NAMED = 10;

  @Override
  public String name() {
    return RunFolder.FEATURES;
  }

  @Override
  public String title() {
    return "The tables features/ and rejected/";
  }

  @Override
  public void write(RunContext run) {}

  /** Every listed image is either featurized or rejected, once. */
  @Override
  public void check(Validation run) {
    Manifest manifest = run.manifest();
    int dimension = manifest.reduction().dimension();
    Dataset<RejectedImage> rejected = RejectedTable.read(run.spark(), run.path(RunFolder.REJECTED));
    ImageTally featurized =
        ImageTally.of(
            VectorTable.features(run.spark(), run.path(name())),
            row -> Validation.isFinite(row.getFeatures(), dimension));
    run.setFeaturizedPaths(featurized.digest());
    ImageTally all = featurized.plus(ImageTally.of(rejected.javaRDD(), row -> true));
    run.expect("rows of features", manifest.counts().featurized(), featurized.rows());
    run.expect("rows of rejected", manifest.counts().rejected(), all.rows() - featurized.rows());
    run.expect("listed images", manifest.counts().listed(), all.rows());
    run.expect("digest of the listed paths", manifest.input().digest(), all.digest());
    run.expect("feature vectors that are not finite or of another length", 0, all.unsound());
    if (!manifest.input().digest().equals(all.digest())) {
      nameRepeated(
          VectorTable.joinableFeatures(run.spark(), run.path(name()))
              .select("path")
              .union(rejected.select("path")),
          run);
    }
  }

  /** Names images that occur twice, of which the digest only tells that there are some. */
  private static void nameRepeated(Dataset<Row> paths, Validation run) {
    List<Row> repeated =
        paths
            .groupBy("path")
            .count()
            .filter("count > 1")
            .orderBy("path")
            .limit(NAMED)
            .collectAsList();
    repeated.forEach(row -> run.fault("The image %s occurs twice.".formatted(row.getString(0))));
    if (repeated.size() == NAMED) {
      run.fault("There may be more that occur twice.");
    }
  }
}
