package io.github.imagefeatures.job.run;

import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.job.estimate.Cluster;
import io.github.imagefeatures.job.estimate.Estimate;
import io.github.imagefeatures.job.estimate.Pace;
import io.github.imagefeatures.job.estimate.PlannedImages;
import io.github.imagefeatures.job.fit.EarlierFit;
import io.github.imagefeatures.job.folder.Claim;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.ShardLog;
import io.github.imagefeatures.job.folder.ShardTotals;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.reduce.ComponentChoice;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a run would do, seen by listing its images and without writing anything. A network that is
 * known by name is downloaded where it is not there yet.
 */
public final class DryRun {
  /** The fewest images whose pace is believed: with fewer, most of a stage's time is its start. */
  private static final int MEASURED = 100;

  private final RunOptions options;
  private final SparkSession spark;
  private final WeightsLocator locator;
  private final Configuration hadoop;
  private final RunFolder folder;

  /**
   * What the run would do.
   *
   * @param runId the id of an unfinished run that it would resume; null for a new one
   * @param images it would read
   * @param done images of those that are committed already
   * @param shards that it would commit, about
   * @param tasks about how many tasks all shards to come have
   * @param estimate about how long and how much
   */
  public record Plan(
      String runId, PlannedImages images, long done, int shards, int tasks, Estimate estimate) {}

  /**
   * @param options the options of the run
   * @param spark scans tars
   * @param locator finds the network where it is an ONNX file
   */
  public DryRun(RunOptions options, SparkSession spark, WeightsLocator locator) {
    this.options = options;
    this.spark = spark;
    this.locator = locator;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.folder = new RunFolder(options.output(), options.runId().orElse("new"), hadoop);
  }

  /**
   * Lists the images and plans.
   *
   * @param cluster that the run would be made on; this machine when absent
   * @param listener is told what the run would warn of
   * @return the plan
   * @throws RuntimeException what the run would fail with for its listing, its run's name, its
   *     earlier fit or a network from an ONNX file
   */
  public Plan plan(Optional<Cluster> cluster, RunListener listener) {
    boolean named = options.runId().isPresent();
    if (named) {
      new Claim(folder, options).requireFree();
    }
    listener.stageStarted(Stage.LISTING);
    RunListing lister = new RunListing(options, folder, spark);
    ImageListing listing = lister.get(listener);
    Optional<EarlierFit> fit =
        options.fitFrom().map(address -> EarlierFit.open(address, options, hadoop));
    Optional<LoadedNetwork> onnx = onnx(fit, listener);
    int features = onnx.map(LoadedNetwork::network).orElse(options.network()).features();
    lister.requireComponents(listing.images().size(), features);
    warnOfShortfall(listing.images().size(), features, listener);
    ShardTotals done = named ? ShardLog.recorded(folder) : ShardTotals.of(List.of());
    int slots =
        cluster.map(Cluster::vcpus).orElse(Math.max(1, spark.sparkContext().defaultParallelism()));
    List<ListedImage> left =
        listing.images().subList(Math.toIntExact(done.images()), listing.images().size());
    Estimate estimate = estimate(listing, left.size(), cluster, slots, onnx);
    List<Integer> shards =
        new ShardSizes(
                options.shardSize(),
                ShardSizes.INTERVAL,
                slots,
                ListedImage.meanLength(listing.images()))
            .planned(left.size(), estimate.pace().imagesPerSecond());
    return new Plan(
        done.shards() > 0 ? folder.runId() : null,
        PlannedImages.of(listing),
        done.images(),
        shards.size(),
        tasks(left, shards, slots, slots / estimate.pace().imagesPerSecond()),
        estimate);
  }

  /** An ONNX file has to be opened, and may not be one that can be used. */
  private Optional<LoadedNetwork> onnx(Optional<EarlierFit> fit, RunListener listener) {
    if (options.onnx().isEmpty()) {
      return Optional.empty();
    }
    listener.stageStarted(Stage.WEIGHTS);
    Weights weights = locator.of(options.onnx().get());
    fit.ifPresent(earlier -> earlier.requireSame(weights, listener::warn));
    return Optional.of(weights.loaded());
  }

  private void warnOfShortfall(int images, int features, RunListener listener) {
    if (!options.featuresOnly() && options.components() instanceof ComponentChoice.AtMost wish) {
      wish.shortfall(Math.min(images - 1, features)).ifPresent(listener::warn);
    }
  }

  private int tasks(
      List<ListedImage> images, List<Integer> shards, int slots, double secondsPerImage) {
    int tasks = 0;
    int from = 0;
    for (int size : shards) {
      List<ListedImage> shard = images.subList(from, from + size);
      tasks += Featurizer.tasks(shard, options.featurize(), slots, secondsPerImage).size();
      from += size;
    }
    return tasks;
  }

  private Estimate estimate(
      ImageListing listing,
      long images,
      Optional<Cluster> cluster,
      int slots,
      Optional<LoadedNetwork> onnx) {
    if (cluster.isPresent()) {
      Pace pace = of(onnx, Pace.ofCluster(cluster.get()));
      return Estimate.on(cluster.get(), images, pace, requests(listing));
    }
    return Estimate.here(images, pace(slots, onnx), slots);
  }

  /** One to open each image in S3. */
  private static long requests(ImageListing listing) {
    return listing.root().matches("s3[an]?://.*") ? listing.images().size() : 0;
  }

  /** This output's newest complete run was probably made where the next one will be. */
  private Pace pace(int cores, Optional<LoadedNetwork> onnx) {
    String network = onnx.map(LoadedNetwork::network).orElse(options.network()).name();
    return RunFolder.newest(options.output(), hadoop)
        .flatMap(CompletedRun::find)
        .filter(run -> run.manifest().network().equals(network))
        .filter(run -> run.manifest().imagesMeasured() >= MEASURED)
        .map(run -> new Pace(run.manifest().imagesPerSecond(), "the run " + run.runId()))
        .orElseGet(() -> of(onnx, Pace.ofCores(cores)));
  }

  private static Pace of(Optional<LoadedNetwork> onnx, Pace ofDefault) {
    return onnx.map(each -> ofDefault.with(each.network().title(), secondsOfOneImage(each)))
        .orElse(ofDefault);
  }

  /** The first call of a network makes ready what later ones find. */
  private static double secondsOfOneImage(LoadedNetwork network) {
    try (FeatureExtractor extractor = network.open();
        FeatureExtractor.Batch batch = extractor.newBatch(1)) {
      batch.features(1);
      long started = System.nanoTime();
      batch.features(1);
      return (System.nanoTime() - started) / 1e9;
    }
  }
}
