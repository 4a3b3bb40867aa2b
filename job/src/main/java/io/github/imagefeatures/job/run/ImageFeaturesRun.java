package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.model.MobileNetV2;
import io.github.imagefeatures.job.model.ModelException;
import io.github.imagefeatures.job.model.Weights;
import io.github.imagefeatures.job.model.WeightsLocator;
import io.github.imagefeatures.job.reduce.Reduction;
import io.github.imagefeatures.job.source.ImageLister;
import io.github.imagefeatures.job.source.ImageListing;
import io.github.imagefeatures.job.source.ListedImage;
import io.github.imagefeatures.job.source.OutputException;
import io.github.imagefeatures.job.vector.FeatureVector;
import io.github.imagefeatures.job.vector.VectorTable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * One run from listing to manifest. Everything is written under a working name first; the manifest
 * comes last, so that a run is complete if and only if it has one.
 */
public final class ImageFeaturesRun {
  private static final long UNTRAINED_SEED = 20_180_113;

  private final RunOptions options;
  private final SparkSession spark;
  private final WeightsLocator locator;
  private final RunListener listener;
  private final Configuration hadoop;
  private final RunFolder folder;
  private final Claim claim;
  private final StageClock clock;
  private final Object completing = new Object();
  private volatile boolean begun;
  private boolean abandoned;
  private boolean complete;

  /**
   * @param options what to do
   * @param spark where
   * @param locator finds the weights
   * @param listener hears how it gets on
   */
  public ImageFeaturesRun(
      RunOptions options, SparkSession spark, WeightsLocator locator, RunListener listener) {
    this.options = options;
    this.spark = spark;
    this.locator = locator;
    this.listener = listener;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.folder = new RunFolder(options.output(), options.runId().orElseGet(RunIds::next), hadoop);
    this.claim = new Claim(folder, options);
    this.clock = new StageClock(listener);
  }

  /**
   * Does the run. A failure leaves {@code failure.json} in the run's folder and is thrown; a new
   * run that fails before it has computed anything leaves nothing, but for one in a cluster's
   * container. A run that is complete already is left as it is.
   *
   * @return the finished run
   */
  public FinishedRun run() {
    if (claim.isLeftBehind()) {
      return clock.time(Stage.PUBLISHING, this::endPublishing);
    }
    if (options.ifComplete() == IfComplete.SUCCEED && folder.isComplete()) {
      return completeAlready();
    }
    Instant started = Instant.now();
    if (!isReadFromItsFolder()) {
      new ListingCheck(options, folder)
          .requireOutputElsewhere(new ImageLister(hadoop).root(options.images()));
    }
    boolean isNew = claim.isNew();
    claim.take();
    begun = true;
    try {
      return run(started);
    } catch (Throwable e) {
      // Scala throws checked exceptions without saying so: Spark's own among them.
      if (!isAbandoned()) {
        claim.leaveFailure(e, clock.current(), isNew && !isReadFromItsFolder());
      }
      throw e;
    }
  }

  /** Whether its folder is all that tells of a failure: nobody reads what a container says. */
  private boolean isReadFromItsFolder() {
    return spark.sparkContext().deployMode().equals("cluster");
  }

  /**
   * Gives the run up, from another thread, before the process is ended: it will not become complete
   * any more, and whatever fails from now on is no failure of the run.
   *
   * @return the run's name when a later run can go on with it
   */
  public Optional<String> abandon() {
    synchronized (completing) {
      abandoned = true;
      return begun && !complete ? Optional.of(folder.runId()) : Optional.empty();
    }
  }

  private boolean isAbandoned() {
    synchronized (completing) {
      return abandoned;
    }
  }

  private FinishedRun completeAlready() {
    ImageListing listing = clock.time(Stage.LISTING, this::listedNow);
    Weights weights = clock.time(Stage.WEIGHTS, this::weights);
    FinishedRun run = new CompleteRun(folder, options).asOutcome(listing, weights);
    listener.alreadyComplete(run);
    return run;
  }

  private FinishedRun run(Instant started) {
    ImageListing listing = clock.time(Stage.LISTING, this::listing);
    Weights weights = clock.time(Stage.WEIGHTS, this::weights);
    claim.keepTo(weights.folded().id());
    Featurized featurized =
        clock.time(Stage.FEATURIZING, () -> featurizer(listing.images(), weights).featurize());
    requireFewRejected(featurized);
    JavaRDD<FeatureVector> vectors =
        VectorTable.features(spark, folder.working(RunFolder.FEATURES).toString());
    Reduction reduction = clock.time(Stage.FITTING, () -> fit(vectors, featurized.featurized()));
    ComponentsSummary summary =
        clock.time(Stage.PROJECTING, () -> writeTables(vectors, reduction, listing.root()));
    RunFacts facts =
        new RunFacts(
            folder.runId(),
            started,
            options,
            listing,
            weights,
            featurized,
            reduction,
            Versions.all(spark.version()));
    clock.time(
        Stage.REPORTING,
        () ->
            RunReport.ofUnpublished(folder, spark, summary, thumbnails(listing), listener::warn)
                .write(facts.manifest(clock.secondsEnded())));
    return clock.time(Stage.PUBLISHING, () -> publish(facts));
  }

  private ImageListing listing() {
    ListingFile file = new ListingFile(folder);
    if (file.exists()) {
      return file.read();
    }
    ImageListing listing = listedNow();
    new ListingCheck(options, folder).require(listing, listener);
    file.write(listing);
    return listing;
  }

  private ImageListing listedNow() {
    return new ImageLister(hadoop, new SparkTarScanning(spark))
        .list(options.images(), options.listing());
  }

  private Weights weights() {
    try {
      return options
          .model()
          .map(file -> locator.named(file, options.modelSha256()))
          .orElseGet(locator::find);
    } catch (ModelException e) {
      if (!options.allowUntrained() || options.model().isPresent()) {
        throw e;
      }
      listener.warn(
          e.getMessage()
              + " Going on with UNTRAINED weights, drawn at random: the features will have no"
              + " meaning.");
      return Weights.untrained(UNTRAINED_SEED);
    }
  }

  private ShardedFeaturizing featurizer(List<ListedImage> images, Weights weights) {
    return new ShardedFeaturizing(options, spark, folder, claim, listener, images, weights);
  }

  private void requireFewRejected(Featurized featurized) {
    double share = (double) featurized.rejected() / featurized.images();
    boolean none = featurized.featurized() == 0;
    if (none || share > options.maxRejectedFraction()) {
      folder.publish(RunFolder.REJECTED);
      throw new TooManyRejectedException(
          String.format(
              Locale.ROOT,
              "%d of %d images were rejected (%s), %s: see %s, and mend or remove them%s.",
              featurized.rejected(),
              featurized.images(),
              featurized.reasons(),
              none
                  ? "so there is nothing to reduce"
                  : "more than the share of " + options.maxRejectedFraction() + " allowed",
              folder.path(RunFolder.REJECTED),
              none ? "" : ", or raise --max-rejected-fraction"));
    }
  }

  private Reduction fit(JavaRDD<FeatureVector> vectors, long counted) {
    Reduction reduction =
        Reduction.fit(vectors, MobileNetV2.FEATURES, options.scaling(), options.components());
    if (reduction.images() != counted) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "There are features of %d images where %d were written, so that another process must have been at the run %s: start it again, and if it says so again, under another --run-id.",
              reduction.images(),
              counted,
              folder.runId()));
    }
    return reduction;
  }

  private ComponentsSummary writeTables(
      JavaRDD<FeatureVector> vectors, Reduction reduction, String imagesRoot) {
    Tables tables = new Tables(folder, spark);
    ComponentsSummary summary = tables.writeComponents(reduction.project(vectors));
    tables.completeRejected();
    tables.writeModel(reduction);
    tables.writeVariance(reduction.explainedVariance());
    if (options.tables()) {
      tables.writeSpreadsheet(imagesRoot, reduction.components());
    }
    return summary;
  }

  private PageThumbnails thumbnails(ImageListing listing) {
    return PageThumbnails.made(
        options.thumbnails(), listing, options.featurize().limits(), folder, spark);
  }

  private FinishedRun publish(RunFacts facts) {
    claim.requireHeld();
    for (String name :
        List.of(
            RunFolder.FEATURES,
            RunFolder.REJECTED,
            RunFolder.PROVENANCE,
            RunFolder.PCA,
            RunFolder.MODEL,
            RunFolder.VARIANCE_CSV,
            RunFolder.PCA_TSV,
            RunFolder.THUMBNAILS)) {
      folder.publish(name);
    }
    PageFiles.publish(folder, listener::warn);
    claim.requireHeld();
    Manifest manifest = facts.manifest(clock.seconds());
    synchronized (completing) {
      if (abandoned) {
        throw new IllegalStateException("the run was given up");
      }
      folder.writeJson(folder.path(RunFolder.MANIFEST), manifest);
      folder.becomeLatest();
      complete = true;
    }
    folder.delete(folder.path(RunFolder.WORKING));
    return new FinishedRun(manifest, folder.root().toString());
  }

  /** What remains for a run that was killed between its manifest and the end. */
  private FinishedRun endPublishing() {
    claim.requireSameOptions();
    Manifest manifest =
        folder.readJson(folder.path(RunFolder.MANIFEST), Manifest.class).orElseThrow();
    folder.becomeLatestUnlessLaterThan(Instant.parse(manifest.ended()));
    folder.delete(folder.path(RunFolder.WORKING));
    return new FinishedRun(manifest, folder.root().toString());
  }
}
