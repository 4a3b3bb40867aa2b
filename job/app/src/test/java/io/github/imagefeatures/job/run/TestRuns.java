package io.github.imagefeatures.job.run;

import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.artifact.Artifacts;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.options.IfComplete;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Reducer;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs in the test's own JVM, with untrained weights: no address for others answers. They leave
 * neither thumbnails nor neighbours unless a test asks for them.
 */
public final class TestRuns {
  private final SparkSession spark;
  private final RunOptions.Builder options;
  private Reducer reducer;
  private Artifacts artifacts = Artifacts.OF_A_RUN;
  private Duration interval = ShardSizes.INTERVAL;

  public TestRuns(SparkSession spark, String images, Path output) {
    this(spark, images, output.toString());
  }

  /** The same with an output that is not a local folder. */
  TestRuns(SparkSession spark, String images, String output) {
    this.spark = spark;
    this.options =
        RunOptions.builder(images, output)
            .weights(Optional.empty(), Optional.empty(), true)
            .thumbnails(0)
            .neighbours(0)
            .shardSize(1000);
  }

  TestRuns shards(int images) {
    options.shardSize(images);
    return this;
  }

  /** Shards of as few images as time makes them, however quick the machine is. */
  TestRuns smallestShards() {
    interval = Duration.ZERO;
    return this;
  }

  public TestRuns maxRejected(double share) {
    options.maxRejectedFraction(share);
    return this;
  }

  TestRuns thumbnails(int most) {
    options.thumbnails(most);
    return this;
  }

  public TestRuns neighbours(int most) {
    options.neighbours(most);
    return this;
  }

  public TestRuns incremental() {
    options.incremental(true);
    return this;
  }

  public TestRuns featuresOnly() {
    options.featuresOnly(true);
    return this;
  }

  TestRuns succeedingIfComplete() {
    options.ifComplete(IfComplete.SUCCEED);
    return this;
  }

  public TestRuns fitFrom(String run) {
    options.fitFrom(Optional.of(run));
    return this;
  }

  public TestRuns scaling(Scaling chosen) {
    options.scaling(chosen);
    return this;
  }

  public TestRuns limits(ImageLimits chosen) {
    options.featurize(
        new FeaturizeOptions(
            OptionalInt.empty(), 4, chosen, Resampling.DEFAULT, Orientation.DEFAULT));
    return this;
  }

  TestRuns resampling(Resampling chosen) {
    options.featurize(
        new FeaturizeOptions(
            OptionalInt.empty(), 4, ImageLimits.DEFAULT, chosen, Orientation.DEFAULT));
    return this;
  }

  TestRuns orientation(Orientation chosen) {
    options.featurize(
        new FeaturizeOptions(
            OptionalInt.empty(), 4, ImageLimits.DEFAULT, Resampling.DEFAULT, chosen));
    return this;
  }

  TestRuns limit(long images) {
    options.listing(new ListingOptions(ListingOptions.DEFAULT_GLOB, images));
    return this;
  }

  /** Takes labels from a file, and so many images. */
  TestRuns labels(Object file, long images) {
    options.listing(new ListingOptions(ListingOptions.DEFAULT_GLOB, images, file.toString()));
    return this;
  }

  TestRuns network(PublishedNetwork chosen) {
    options.network(chosen);
    return this;
  }

  TestRuns engine(Engine chosen) {
    options.engine(Optional.of(chosen));
    return this;
  }

  /** A network from an ONNX file. */
  TestRuns onnx(Path file, String preprocessing) {
    options.onnx(
        Optional.of(
            new OnnxFile(
                file.toString(),
                Optional.empty(),
                Optional.of(preprocessing),
                Optional.empty(),
                Optional.empty())));
    return this;
  }

  /** Weights of a file, which must be there. */
  TestRuns model(Path file) {
    options.weights(Optional.of(file.toString()), Optional.empty(), false);
    return this;
  }

  TestRuns reducer(Reducer chosen) {
    reducer = chosen;
    return this;
  }

  public TestRuns artifacts(Artifacts chosen) {
    artifacts = chosen;
    return this;
  }

  TestRuns components(int count) {
    options.components(new ComponentChoice.Fixed(count));
    return this;
  }

  TestRuns componentsIfThereAre(int count) {
    options.components(new ComponentChoice.AtMost(count));
    return this;
  }

  TestRuns componentsByAccuracy() {
    options.components(new ComponentChoice.ByAccuracy());
    return this;
  }

  public CompletedRun run(String runId) {
    return run(runId, RunListener.NONE);
  }

  CompletedRun run(String runId, RunListener listener) {
    RunOptions asked = options.runId(Optional.of(runId)).build();
    return new ImageFeaturesRun(
            asked,
            spark,
            nowhere(spark),
            reducer == null ? ImageFeaturesRun.reducer(asked) : reducer,
            artifacts,
            listener,
            interval)
        .run();
  }

  /** Finds no weights. */
  static WeightsLocator nowhere(SparkSession spark) {
    return new WeightsLocator(
        spark.sparkContext().hadoopConfiguration(),
        List.of(Path.of("no-weights")),
        new WeightsDownload(URI.create("http://127.0.0.1:1/")));
  }

  DryRun.Plan plan() {
    return new DryRun(options.build(), spark, nowhere(spark))
        .plan(Optional.empty(), RunListener.NONE);
  }

  /** Stops a run, as an exception would, when it begins a stage. */
  static RunListener stoppingAt(Stage last) {
    return new RunListener() {
      @Override
      public void stageStarted(Stage stage) {
        if (stage == last) {
          throw new IllegalStateException("stopped");
        }
      }
    };
  }

  /** Draws images under a time of long ago, so that an incremental run takes them for unchanged. */
  public static void drawLongAgo(Path folder, SetSize size, long seed) throws IOException {
    new ImageGenerator().generate(folder.toString(), size, seed);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
      }
    }
  }

  /** Rows of a table by path, a column of each. */
  public static Map<String, Object> column(SparkSession spark, Path table, String column) {
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
