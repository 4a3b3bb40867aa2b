package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.FeaturizeOptions;
import io.github.imagefeatures.job.image.ImageLimits;
import io.github.imagefeatures.job.image.Resampling;
import io.github.imagefeatures.job.model.WeightsDownload;
import io.github.imagefeatures.job.model.WeightsLocator;
import io.github.imagefeatures.job.reduce.ComponentChoice;
import io.github.imagefeatures.job.reduce.Scaling;
import io.github.imagefeatures.job.source.ListingOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs in the test's own JVM, with untrained weights: no address for others answers. */
final class TestRuns {
  private final SparkSession spark;
  private final String images;
  private final String output;
  private int shardSize = 1000;
  private double maxRejected = 0.1;
  private int thumbnails = 0;
  private boolean incremental;
  private Scaling scaling = Scaling.STANDARD;
  private ImageLimits limits = ImageLimits.DEFAULT;
  private Resampling resampling = Resampling.DEFAULT;
  private long limit;
  private ComponentChoice components = new ComponentChoice.Variance(0.99);

  TestRuns(SparkSession spark, String images, Path output) {
    this(spark, images, output.toString());
  }

  /** The same with an output that is no local folder. */
  TestRuns(SparkSession spark, String images, String output) {
    this.spark = spark;
    this.images = images;
    this.output = output;
  }

  TestRuns shards(int images) {
    shardSize = images;
    return this;
  }

  TestRuns maxRejected(double share) {
    maxRejected = share;
    return this;
  }

  TestRuns thumbnails(int most) {
    thumbnails = most;
    return this;
  }

  TestRuns incremental() {
    incremental = true;
    return this;
  }

  TestRuns scaling(Scaling chosen) {
    scaling = chosen;
    return this;
  }

  TestRuns limits(ImageLimits chosen) {
    limits = chosen;
    return this;
  }

  TestRuns resampling(Resampling chosen) {
    resampling = chosen;
    return this;
  }

  TestRuns limit(long images) {
    limit = images;
    return this;
  }

  TestRuns components(int count) {
    components = new ComponentChoice.Fixed(count);
    return this;
  }

  FinishedRun run(String runId) {
    return run(runId, RunListener.NONE);
  }

  FinishedRun run(String runId, RunListener listener) {
    WeightsLocator nowhere =
        new WeightsLocator(
            spark.sparkContext().hadoopConfiguration(),
            List.of(Path.of("no-weights")),
            new WeightsDownload(URI.create("http://127.0.0.1:1/")));
    return new ImageFeaturesRun(options(runId), spark, nowhere, listener).run();
  }

  private RunOptions options(String runId) {
    return new RunOptions(
        images,
        output,
        Optional.of(runId),
        Optional.empty(),
        Optional.empty(),
        true,
        new ListingOptions(ListingOptions.DEFAULT_GLOB, limit),
        new FeaturizeOptions(OptionalInt.empty(), 4, limits, resampling),
        scaling,
        components,
        maxRejected,
        shardSize,
        true,
        thumbnails,
        incremental,
        IfComplete.REFUSE);
  }

  /** Rows of a table by path, a column of each. */
  static Map<String, Object> column(SparkSession spark, Path table, String column) {
    return column(spark, table.toString(), column);
  }

  static Map<String, Object> column(SparkSession spark, String table, String column) {
    Map<String, Object> values = new TreeMap<>();
    for (Row row : spark.read().parquet(table).collectAsList()) {
      Object earlier = values.put(row.getAs("path"), row.getAs(column));
      if (earlier != null) {
        throw new AssertionError(row.getAs("path") + " occurs twice");
      }
    }
    return values;
  }
}
