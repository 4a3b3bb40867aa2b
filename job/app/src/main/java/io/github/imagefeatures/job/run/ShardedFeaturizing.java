package io.github.imagefeatures.job.run;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.featurize.FeaturizeProgress;
import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.featurize.ShardOutcome;
import io.github.imagefeatures.job.artifact.Provenance;
import io.github.imagefeatures.job.artifact.RejectedTable;
import io.github.imagefeatures.job.folder.Claim;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.ShardLog;
import io.github.imagefeatures.job.folder.ShardRecord;
import io.github.imagefeatures.job.folder.ShardTotals;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.network.weights.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a run's features shard by shard, after those that are committed already. In an incremental
 * run the first shard is what is taken over from the run before, perhaps nothing, and the others
 * hold the rest.
 */
final class ShardedFeaturizing {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedFeaturizing.class);

  private final RunOptions options;
  private final SparkSession spark;
  private final RunFolder folder;
  private final RunListener listener;
  private final List<ListedImage> images;
  private final Weights weights;
  private final ShardLog shards;
  private final Reuse reuse;
  private final ShardSizes sizes;
  private long computed;
  private volatile OptionalLong kept = OptionalLong.empty();

  /**
   * @param images all of the run
   * @param weights the weights of the model
   * @param interval that computing a shard should take
   */
  ShardedFeaturizing(
      RunOptions options,
      SparkSession spark,
      RunFolder folder,
      Claim claim,
      RunListener listener,
      List<ListedImage> images,
      Weights weights,
      Duration interval) {
    this.options = options;
    this.spark = spark;
    this.folder = folder;
    this.listener = listener;
    this.images = images;
    this.weights = weights;
    this.shards = new ShardLog(folder, claim);
    this.reuse = new Reuse(folder, spark, images, weights.loaded().network().features());
    this.sizes =
        new ShardSizes(
            options.shardSize(),
            interval,
            Math.max(1, spark.sparkContext().defaultParallelism()),
            ListedImage.meanLength(images));
  }

  /** Makes what is not there yet; what came of all images. */
  ShardTotals featurize() {
    List<ShardRecord> committed = new ArrayList<>(shards.committed());
    if (options.incremental() && committed.isEmpty()) {
      committed.add(takeOver());
    }
    List<ListedImage> computed = options.incremental() ? reuse.remaining(committed.get(0)) : images;
    ShardTotals total = ShardTotals.of(committed);
    kept = OptionalLong.of(total.images());
    listener.featurizingStarted(images.size(), total.images());
    SparkListener progress = new FeaturizeProgress(total.images(), listener::featurized);
    spark.sparkContext().addSparkListener(progress);
    try {
      compute(imagesLeft(computed, committed), committed);
    } finally {
      spark.sparkContext().removeSparkListener(progress);
    }
    return ShardTotals.of(committed);
  }

  /**
   * How many images are in committed shards; empty before that is known. May be asked by another
   * thread.
   */
  OptionalLong kept() {
    return kept;
  }

  /** How many images became features in this process, which may have resumed a run. */
  long computed() {
    return computed;
  }

  /** How many images the run has. */
  long listed() {
    return images.size();
  }

  /** Shards follow each other in the order of the listing, however many images each has. */
  private List<ListedImage> imagesLeft(List<ListedImage> computed, List<ShardRecord> committed) {
    List<ShardRecord> own =
        options.incremental() ? committed.subList(1, committed.size()) : committed;
    return computed.subList(Math.toIntExact(ShardTotals.of(own).images()), computed.size());
  }

  private void compute(List<ListedImage> left, List<ShardRecord> committed) {
    if (left.isEmpty()) {
      return;
    }
    try (Featurizer featurizer = new Featurizer(spark, weights.loaded(), options.featurize())) {
      for (int from = 0; from < left.size(); ) {
        int to = (int) Math.min(left.size(), (long) from + sizes.next());
        List<ListedImage> shard = left.subList(from, to);
        int index = committed.size();
        long started = System.nanoTime();
        committed.add(shards.commit(() -> compute(index, shard, featurizer)));
        computed += committed.get(index).featurized();
        double seconds = (System.nanoTime() - started) / 1e9;
        kept = OptionalLong.of(kept.getAsLong() + shard.size());
        sizes.learn(shard.size(), seconds);
        log(committed.get(index), shard, seconds);
        from = to;
      }
    }
  }

  private static void log(ShardRecord shard, List<ListedImage> images, double seconds) {
    LOG.info(
        "Shard {}: {} images featurized, {} of them with warnings, {} rejected, {} bytes in {} s",
        shard.index(),
        shard.featurized(),
        shard.warned(),
        shard.rejected(),
        images.stream().mapToLong(ListedImage::length).sum(),
        seconds);
  }

  private ShardRecord compute(int index, List<ListedImage> shard, Featurizer featurizer) {
    long readFrom = System.currentTimeMillis();
    ShardOutcome outcome =
        featurizer.featurize(shard, folder.written(RunFolder.FEATURES).toString());
    if (outcome.featurized() + outcome.rejected().size() != shard.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Of %d images %d were featurized and %d rejected",
              shard.size(),
              outcome.featurized(),
              outcome.rejected().size()));
    }
    if (!outcome.rejected().isEmpty()) {
      RejectedTable.add(spark, outcome.rejected(), folder.written(RunFolder.REJECTED).toString());
    }
    Provenance.addComputed(folder, spark, shard, outcome, readFrom);
    return ShardRecord.computed(index, outcome);
  }

  private ShardRecord takeOver() {
    CompletedRun earlier;
    try {
      earlier = CompletedRun.reusable(options, weights, spark.sparkContext().hadoopConfiguration());
    } catch (OutputException e) {
      return takeNothingOver(e.getMessage());
    }
    long maxBytes = options.featurize().limits().maxBytes();
    try {
      return shards.commit(() -> reuse.from(earlier, 0, maxBytes));
    } catch (Exception e) {
      // What the earlier run lost is computed again; what this one cannot write is its own failure.
      if (FailureClassifier.classify(e).exitCode() == ExitCode.OUTPUT) {
        throw e;
      }
      shards.committed();
      return takeNothingOver(
          "The run %s cannot be read (%s).".formatted(earlier.runId(), Reason.atRootOf(e)));
    }
  }

  private ShardRecord takeNothingOver(String why) {
    listener.warn("Nothing is reused, all images are computed: " + why);
    return shards.commit(() -> ShardRecord.empty(0));
  }
}
