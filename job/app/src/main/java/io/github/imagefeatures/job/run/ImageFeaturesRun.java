package io.github.imagefeatures.job.run;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.failure.TooManyRejectedException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.job.artifact.Artifacts;
import io.github.imagefeatures.job.artifact.RejectedTable;
import io.github.imagefeatures.job.artifact.RejectedTsv;
import io.github.imagefeatures.job.artifact.RunContext;
import io.github.imagefeatures.job.artifact.Similarity;
import io.github.imagefeatures.job.fit.EarlierFit;
import io.github.imagefeatures.job.folder.Claim;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.RunIds;
import io.github.imagefeatures.job.folder.ShardLog;
import io.github.imagefeatures.job.folder.ShardTotals;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.options.IfComplete;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.neighbours.FewestComponents;
import io.github.imagefeatures.neighbours.FewestComponentsSearch;
import io.github.imagefeatures.network.Network;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Reduced;
import io.github.imagefeatures.reduce.Reducer;
import io.github.imagefeatures.reduce.ScaledPca;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.SparkInternals;
import io.github.imagefeatures.table.VectorTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from listing to manifest. The manifest comes last, so that a run is complete if and only
 * if it has one.
 */
public final class ImageFeaturesRun {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFeaturesRun.class);

  /** The most rejected images that a sentence names. */
  private static final int REJECTED_SHOWN = 3;

  private static final long UNTRAINED_SEED = 20_180_113;

  private final RunOptions options;
  private final SparkSession spark;
  private final WeightsLocator locator;
  private final Reducer reducer;
  private final Artifacts artifacts;
  private final RunListener listener;
  private final RunFolder folder;
  private final RunListing listing;
  private final Claim claim;
  private final StageClock clock;
  private final Duration interval;
  private final Object completing = new Object();
  private volatile boolean begun;
  private volatile ShardedFeaturizing featurizing;
  // Empty unless neighbours have chosen the number of components.
  private Optional<FewestComponents> fewest = Optional.empty();
  private boolean abandoned;
  private boolean complete;

  /**
   * A run that was given up and can be resumed.
   *
   * @param runId its name
   * @param kept images that are committed, rejected ones among them; empty when this process has
   *     not begun with features
   * @param listed images of the run; 0 when {@code kept} is empty
   */
  public record Unfinished(String runId, OptionalLong kept, long listed) {}

  /**
   * @param options what to do
   * @param spark where
   * @param locator finds the weights
   * @param listener receives the progress
   */
  public ImageFeaturesRun(
      RunOptions options, SparkSession spark, WeightsLocator locator, RunListener listener) {
    this(
        options,
        spark,
        locator,
        reducer(options),
        Artifacts.OF_A_RUN,
        listener,
        ShardSizes.INTERVAL);
  }

  /**
   * @param reducer fitted to the features
   * @param artifacts what the run leaves
   * @param interval that computing a shard should take
   */
  ImageFeaturesRun(
      RunOptions options,
      SparkSession spark,
      WeightsLocator locator,
      Reducer reducer,
      Artifacts artifacts,
      RunListener listener,
      Duration interval) {
    this.interval = interval;
    this.options = options;
    this.spark = spark;
    this.locator = locator;
    this.reducer = reducer;
    this.artifacts = artifacts;
    this.listener = listener;
    this.folder =
        new RunFolder(
            options.output(),
            options.runId().orElseGet(RunIds::next),
            spark.sparkContext().hadoopConfiguration());
    this.listing = new RunListing(options, folder, spark);
    this.claim = new Claim(folder, options);
    this.clock = new StageClock(listener);
  }

  /** What reduces the features of a run of these options. */
  static Reducer reducer(RunOptions options) {
    return new ScaledPca(options.scaling(), options.components());
  }

  /**
   * Does the run. A failure leaves {@code failure.json} in the run's folder and is thrown; a new
   * run that is refused before it has computed anything leaves nothing, but for one in a cluster's
   * container. A run that is complete already is left as it is.
   *
   * @return the finished run
   */
  public CompletedRun run() {
    if (claim.isLeftBehind()) {
      return clock.time(Stage.PUBLISHING, this::endPublishing, ImageFeaturesRun::place);
    }
    if (options.ifComplete() == IfComplete.SUCCEED && folder.isComplete()) {
      return completeAlready();
    }
    Instant started = Instant.now();
    LOG.info("Run {} of the images under {}", folder.root(), Credentials.masked(options.images()));
    if (!isReadFromItsFolder()) {
      listing.requireOutputElsewhere();
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
   * any more, and whatever fails from now on does not count as a failure of the run.
   *
   * @return the run, when it can be resumed
   */
  public Optional<Unfinished> abandon() {
    synchronized (completing) {
      abandoned = true;
      return begun && !complete ? Optional.of(unfinished()) : Optional.empty();
    }
  }

  private Unfinished unfinished() {
    ShardedFeaturizing shards = featurizing;
    OptionalLong kept = shards == null ? OptionalLong.empty() : shards.kept();
    return new Unfinished(folder.runId(), kept, kept.isPresent() ? shards.listed() : 0);
  }

  private boolean isAbandoned() {
    synchronized (completing) {
      return abandoned;
    }
  }

  private CompletedRun completeAlready() {
    ImageListing images =
        clock.time(Stage.LISTING, () -> listing.now(listener::warn), ImageListing::counts);
    Weights weights = clock.time(Stage.WEIGHTS, this::weights, ImageFeaturesRun::name);
    CompletedRun run = CompletedRun.open(folder);
    run.requireSame(
        options, images, weights, earlierFit().map(EarlierFit::forManifest).orElse(null));
    listener.alreadyComplete(run);
    return run;
  }

  private CompletedRun run(Instant started) {
    ImageListing images =
        clock.time(Stage.LISTING, () -> listing.keep(listener), ImageListing::counts);
    Optional<EarlierFit> earlier = earlierFit();
    Weights weights = clock.time(Stage.WEIGHTS, this::weights, ImageFeaturesRun::name);
    earlier.ifPresent(fit -> fit.requireSame(weights, listener::warn));
    Network network = weights.loaded().network();
    listing.requireComponents(images.images().size(), network.features());
    claim.keepTo(weights.loaded().id());
    ShardTotals totals =
        clock.time(
            Stage.FEATURIZING, () -> featurize(images.images(), weights), ShardTotals::counts);
    requireFewRejected(totals, images.root());
    JavaRDD<FeatureVector> vectors =
        VectorTable.features(spark, folder.written(RunFolder.FEATURES).toString());
    Reduced reduction = reduction(earlier, vectors, totals.featurized(), network);
    RunContext context =
        new RunContext(
            folder,
            spark,
            options,
            images,
            vectors,
            reduction,
            earlier.flatMap(EarlierFit::fitted),
            new PageStatistics(totals.featurizedByLabel(), totals.rejectedByLabel()),
            new Similarity(),
            null,
            listener::warn);
    clock.time(
        Stage.PROJECTING,
        () -> {
          write(Stage.PROJECTING, context);
          return totals;
        },
        written -> written.featurized() + " images");
    findNeighbours(context, totals);
    Manifest manifest =
        Manifest.of(
            folder.runId(),
            started,
            options,
            images,
            weights,
            totals,
            used(context, earlier, network),
            context.similarity().neighbours(),
            context.similarity().findings(),
            clock.secondsEnded(),
            featurizing.computed());
    clock.time(
        Stage.REPORTING,
        () -> {
          write(Stage.REPORTING, context.with(manifest));
          return manifest;
        },
        written -> "the page");
    return clock.time(
        Stage.PUBLISHING, () -> publish(manifest, totals.shards()), ImageFeaturesRun::place);
  }

  /** On a store where artifacts are written in place, they may be those of a finished run. */
  private void write(Stage stage, RunContext context) {
    claim.requireHeld();
    artifacts.write(stage, context);
  }

  /** No stage of a run that wants none, in which only what an earlier attempt left is removed. */
  private void findNeighbours(RunContext context, ShardTotals totals) {
    if (options.neighbours() == 0) {
      write(Stage.NEIGHBOURS, context);
      return;
    }
    clock.time(
        Stage.NEIGHBOURS,
        () -> {
          write(Stage.NEIGHBOURS, context);
          return totals;
        },
        searched -> "those of " + searched.featurized() + " images");
  }

  /** Read before an hour is spent on features: it may be the wrong one. */
  private Optional<EarlierFit> earlierFit() {
    return options
        .fitFrom()
        .map(
            address ->
                EarlierFit.open(address, options, spark.sparkContext().hadoopConfiguration()));
  }

  /** A fit counts the features on its way; without one they are counted by themselves. */
  private Reduced reduction(
      Optional<EarlierFit> earlier, JavaRDD<FeatureVector> vectors, long written, Network network) {
    if (options.featuresOnly() || earlier.isPresent()) {
      requireAsMany(written, featuresFound());
      return earlier.map(EarlierFit::reduction).orElse(null);
    }
    Reduced fitted = fit(vectors, network);
    requireAsMany(written, fitted.images());
    return fitted;
  }

  private Manifest.ReductionUsed used(
      RunContext context, Optional<EarlierFit> earlier, Network network) {
    if (context.reduction() == null) {
      return Manifest.ReductionUsed.ofFeaturesOnly(network.features());
    }
    return earlier
        .map(fit -> fit.forManifest(context.statistics()))
        .orElseGet(() -> Manifest.ReductionUsed.of(context.reduction(), fewest.orElse(null)));
  }

  private static String place(CompletedRun run) {
    return run.folder().toString();
  }

  private Weights weights() {
    return found().on(Optional.of(claim.engine()));
  }

  private Weights found() {
    if (options.onnx().isPresent()) {
      return locator.of(options.onnx().get());
    }
    try {
      return locator.of(options.network(), options.model(), options.modelSha256());
    } catch (WeightsException e) {
      if (!options.allowUntrained() || options.model().isPresent()) {
        throw e;
      }
      listener.warn(
          e.getMessage()
              + " Continuing with UNTRAINED weights, drawn at random: the features will have no"
              + " meaning.");
      return Weights.untrained(options.network(), UNTRAINED_SEED);
    }
  }

  private static String name(Weights weights) {
    return "weights " + weights.loaded().id();
  }

  private ShardTotals featurize(List<ListedImage> images, Weights weights) {
    // The first work of the run that executors must be there for.
    SparkInternals.askExecutors(spark, listener::warn);
    featurizing =
        new ShardedFeaturizing(options, spark, folder, claim, listener, images, weights, interval);
    return featurizing.featurize();
  }

  private void requireFewRejected(ShardTotals totals, String root) {
    double share = (double) totals.rejected() / totals.images();
    boolean none = totals.featurized() == 0;
    if (none || share > options.maxRejectedFraction()) {
      RejectedTsv.write(folder, spark, root);
      String first = firstRejected();
      folder.publish(RunFolder.REJECTED_TSV);
      folder.publish(RunFolder.REJECTED);
      throw new TooManyRejectedException(
          FailureId.TOO_MANY_REJECTED,
          String.format(
              Locale.ROOT,
              "%d of %d images were rejected (%s), %s: see %s, and mend or remove them%s. The"
                  + " first: %s.",
              totals.rejected(),
              totals.images(),
              totals.reasons(),
              none
                  ? "so there is nothing to reduce"
                  : "more than the share of " + options.maxRejectedFraction() + " allowed",
              RunFolder.shown(folder.path(RunFolder.REJECTED_TSV).toString()),
              none ? "" : ", or raise --max-rejected-fraction",
              first));
    }
  }

  private String firstRejected() {
    return RejectedTable.read(spark, folder.written(RunFolder.REJECTED).toString())
        .orderBy("path")
        .limit(REJECTED_SHOWN)
        .collectAsList()
        .stream()
        .map(image -> "%s (%s)".formatted(RunFolder.shown(image.getPath()), image.getReason()))
        .collect(Collectors.joining(", "));
  }

  private Reduced fit(JavaRDD<FeatureVector> vectors, Network network) {
    Reduced reduction =
        clock.time(
            Stage.FITTING,
            () -> choose(reducer.fit(vectors, network.features(), network.featureError()), vectors),
            fitted -> fitted.images() + " images, " + fitted.components() + " components");
    if (options.components() instanceof ComponentChoice.AtMost wish) {
      wish.shortfall(reduction.components()).ifPresent(listener::warn);
    }
    return reduction;
  }

  /** Takes as few components as neighbours say, where they are to. */
  private Reduced choose(Reduced all, JavaRDD<FeatureVector> vectors) {
    if (!(options.components() instanceof ComponentChoice.ByAccuracy)) {
      return all;
    }
    fewest = FewestComponentsSearch.of(vectors, all.images(), all::project);
    return all.keeping(
        fewest
            .map(FewestComponents::components)
            .orElseThrow(
                () ->
                    new ReductionException(
                        FailureId.LABELS_FOR_COMPONENTS, RunListing.NO_LABELS_TO_TELL)));
  }

  /** Counts the rows, which Parquet does without reading them. */
  private long featuresFound() {
    return VectorTable.reader(spark).parquet(folder.written(RunFolder.FEATURES).toString()).count();
  }

  private void requireAsMany(long written, long found) {
    if (found != written) {
      throw new OutputException(
          FailureId.RUN_DISTURBED,
          String.format(
              Locale.ROOT,
              "There are features of %d images where %d were written, so that another process must"
                  + " have written to the run %s: start it again, and if the same happens, under"
                  + " another --run-id.",
              found,
              written,
              folder.runId()));
    }
  }

  private CompletedRun publish(Manifest reported, int shards) {
    new ShardLog(folder, claim).removeUncounted(shards);
    artifacts.publish(folder, listener::warn);
    claim.requireHeld();
    Manifest manifest = reported.endedNow(clock.seconds(), folder.tables());
    synchronized (completing) {
      if (abandoned) {
        throw new IllegalStateException("the run was given up");
      }
      folder.writeJson(folder.path(RunFolder.MANIFEST), manifest);
      folder.becomeLatest();
      complete = true;
    }
    folder.delete(folder.path(RunFolder.WORKING));
    return new CompletedRun(folder.root(), manifest);
  }

  /** What remains for a run that was killed between its manifest and the end. */
  private CompletedRun endPublishing() {
    claim.requireSameOptions();
    CompletedRun run = CompletedRun.open(folder);
    folder.becomeLatestUnlessLaterThan(Instant.parse(run.manifest().ended()));
    folder.delete(folder.path(RunFolder.WORKING));
    return run;
  }
}
