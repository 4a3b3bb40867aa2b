package io.github.imagefeatures.job.fit;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.job.artifact.ComponentsTable;
import io.github.imagefeatures.job.artifact.FittedImages;
import io.github.imagefeatures.job.artifact.SavedModel;
import io.github.imagefeatures.job.artifact.VarianceCsv;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.RunIds;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.report.data.ErrorTally;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.ErrorDistribution;
import io.github.imagefeatures.reduce.ExplainedVariance;
import io.github.imagefeatures.reduce.Reduction;
import io.github.imagefeatures.table.ProjectedVector;
import io.github.imagefeatures.table.VectorTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * Scaling and components that were fitted before: those of a run, or a model that Spark alone has
 * made and saved.
 *
 * @param run whose fit it is; empty of a model alone
 * @param model the model's folder
 * @param files sha256 of each of the model's files, by its path in the folder
 * @param available how many components it has
 * @param reduction the components that are kept of it
 * @param fitted what is known of the images that were fitted; empty in a model of Spark's own or a
 *     run of an earlier version
 */
public record EarlierFit(
    Optional<CompletedRun> run,
    Path model,
    Map<String, String> files,
    int available,
    Reduction reduction,
    Optional<FittedImages> fitted) {

  /**
   * Opens the fit that a run is to use.
   *
   * @param address a run's name under the run's own output, its folder, or a model's folder
   * @param options the options of the run that uses it
   * @throws OutputException when there is no such run or model, or none that can be used
   * @throws ReductionException when it has fewer components than asked for
   */
  public static EarlierFit open(String address, RunOptions options, Configuration hadoop) {
    RunFolder.requireNoPassword("The address of the earlier fit", address);
    Optional<CompletedRun> run = Optional.empty();
    Path model = RunFolder.folder(address);
    if (!RunIds.isFolder(address) || !isModel(model, hadoop)) {
      CompletedRun named = CompletedRun.named(address, Optional.of(options.output()), hadoop);
      requireComponents(named);
      run = Optional.of(named);
      model = new Path(named.path(SavedModel.NAME));
    }
    EarlierFit fit = open(run, model, hadoop);
    if (options.onnx().isEmpty()) {
      fit.requireDimension(options.network().features());
    }
    return options.components() instanceof ComponentChoice.Fixed fewer
        ? fit.keeping(fewer.count())
        : fit;
  }

  /** Whether a run keeps what is needed to see other images against those of its fit. */
  public static boolean knowsItsImages(CompletedRun run, Configuration hadoop) {
    return run.has(SavedModel.NAME + "/" + FittedImages.NAME, hadoop);
  }

  /**
   * Opens the scaling and the components that a run has in its folder.
   *
   * @throws OutputException when they cannot be used
   */
  public static EarlierFit of(CompletedRun run, Configuration hadoop) {
    return open(Optional.of(run), new Path(run.path(SavedModel.NAME)), hadoop);
  }

  /**
   * The distribution of the errors of the images of the run whose fit this is: of those that it has
   * fitted as if they had not been, so that others can be held against them.
   */
  public ErrorDistribution errors(SparkSession spark) {
    CompletedRun own = run.orElseThrow();
    return own.manifest().reduction().projectedWith() == null
        ? fitted.flatMap(images -> images.errorsOf(reduction.components())).orElseThrow()
        : ErrorDistribution.of(ComponentsTable.errors(spark, own.path(ComponentsTable.NAME)));
  }

  /**
   * The reconstruction errors of a run's images with this fit: as they are in its table where it
   * was made with the same one, else computed from its features.
   *
   * @param other the run of this fit, or another with features of the same weights
   * @return an error each image
   */
  public double[] errorsOf(CompletedRun other, SparkSession spark) {
    if (run.filter(own -> own.manifest().equals(other.manifest())).isPresent()) {
      return ComponentsTable.errors(spark, run.get().path(ComponentsTable.NAME));
    }
    if (isOf(other)) {
      return ComponentsTable.errors(spark, other.path(ComponentsTable.NAME));
    }
    return VectorTable.numbers(
        reduction
            .project(VectorTable.features(spark, other.path(RunFolder.FEATURES)))
            .map(ProjectedVector::getReconstructionError));
  }

  private boolean isOf(CompletedRun other) {
    Manifest.ReductionUsed theirs = other.manifest().reduction();
    Optional<Map<String, String>> theirFiles =
        Optional.ofNullable(theirs.projectedWith()).map(Manifest.ProjectedWith::files);
    Optional<Map<String, String>> ours =
        run.map(each -> each.manifest().reduction().projectedWith())
            .map(Manifest.ProjectedWith::files);
    return theirs.components() == reduction.components()
        && theirFiles.isPresent()
        && (theirFiles.get().equals(files) || theirFiles.equals(ours));
  }

  /** A run has its manifest in its folder, Spark's models have theirs in a folder of this name. */
  private static boolean isModel(Path folder, Configuration hadoop) {
    try {
      FileSystem store = folder.getFileSystem(hadoop);
      return !store.exists(new Path(folder, RunFolder.MANIFEST))
          && store.exists(new Path(folder, "metadata"));
    } catch (IOException e) {
      throw RunFolder.cannot("read", folder, e);
    }
  }

  private static EarlierFit open(Optional<CompletedRun> run, Path model, Configuration hadoop) {
    return SavedModel.usable(model, "fit", "--fit-from", () -> opened(run, model, hadoop));
  }

  private static EarlierFit opened(Optional<CompletedRun> run, Path model, Configuration hadoop)
      throws IOException {
    FileSystem store = model.getFileSystem(hadoop);
    Optional<ExplainedVariance> explained = run.map(each -> VarianceCsv.read(store, each.folder()));
    Reduction reduction =
        Reduction.of(
            SavedModel.load(store, model),
            explained,
            run.map(each -> each.manifest().counts().featurized()).orElse(0L));
    Optional<FittedImages> fitted = FittedImages.read(store, model);
    return new EarlierFit(
        run,
        store.makeQualified(model),
        files(store, model),
        reduction.components(),
        fitted.map(images -> reduction.fittedAround(images.mean())).orElse(reduction),
        fitted);
  }

  private static Map<String, String> files(FileSystem store, Path model) throws IOException {
    String folder = store.makeQualified(model).toString();
    Map<String, String> files = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> found = store.listFiles(model, true);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      try (InputStream in = store.open(file)) {
        files.put(file.toString().substring(folder.length() + 1), DigestUtils.sha256Hex(in));
      }
    }
    return files;
  }

  private static void requireComponents(CompletedRun run) {
    if (run.manifest().options().featuresOnly()) {
      throw new OutputException(
          FailureId.FIT_UNUSABLE,
          "The run %s has features only and no fit: name another with --fit-from."
              .formatted(run.runId()));
    }
  }

  private void requireDimension(int features) {
    if (reduction.dimension() != features) {
      throw new WeightsException(
          FailureId.FIT_WITH_OTHER_WEIGHTS,
          String.format(
              Locale.ROOT,
              "The fit of %s is of %d features an image, and this network makes %d: name another"
                  + " with --fit-from.",
              name(),
              reduction.dimension(),
              features));
    }
  }

  private EarlierFit keeping(int fewer) {
    if (fewer > reduction.components()) {
      throw new ReductionException(
          FailureId.TOO_MANY_COMPONENTS,
          String.format(
              Locale.ROOT,
              "%d components are asked for, but the fit of %s has only %d: choose --components %d"
                  + " or fewer, or leave it out.",
              fewer,
              name(),
              reduction.components(),
              reduction.components()));
    }
    return new EarlierFit(run, model, files, available, reduction.keeping(fewer), fitted);
  }

  /**
   * Refuses features that the fit was not made for.
   *
   * @param weights the weights of the run that uses it
   * @param warnings is told when nobody knows
   * @throws WeightsException when they are others than those of the fit, or of another network
   */
  public void requireSame(Weights weights, Consumer<String> warnings) {
    requireDimension(weights.loaded().network().features());
    if (run.isEmpty()) {
      warnings.accept(
          "The model %s does not say which weights its features were made with: if they were others than this run's, its components have no meaning."
              .formatted(name()));
      return;
    }
    Manifest.WeightsUsed theirs = run.get().manifest().weights();
    run.get()
        .differenceOf(weights)
        .ifPresent(
            difference -> {
              throw new WeightsException(
                  FailureId.FIT_WITH_OTHER_WEIGHTS,
                  "The fit of the run %s is of %s (%s, %s): name those with %s, or another run with --fit-from."
                      .formatted(
                          name(),
                          difference,
                          run.get().manifest().network(),
                          theirs.trained() ? "sha256 " + theirs.sha256() : "untrained",
                          run.get().manifest().preprocessing() == null ? "--model" : "--network"));
            });
  }

  /**
   * What a manifest says of a run with it.
   *
   * @param statistics of the run's images
   */
  public Manifest.ReductionUsed forManifest(PageStatistics statistics) {
    ErrorTally errors = statistics.errors();
    Manifest.NewImages images = null;
    if (fitted.isPresent()) {
      Double beyond =
          fitted
              .flatMap(each -> each.errorsOf(reduction.components()))
              .map(theirs -> errors.shareAbove(theirs.quantile(Manifest.NewImages.QUANTILE)))
              .orElse(null);
      images = new Manifest.NewImages(errors.explained(), beyond);
    }
    return Manifest.ReductionUsed.of(reduction, available, forManifest(), images);
  }

  /** What a manifest says of where it is from. */
  public Manifest.ProjectedWith forManifest() {
    return new Manifest.ProjectedWith(
        run.map(CompletedRun::runId).orElse(null),
        Credentials.masked(model.toString()),
        files,
        run.map(each -> each.manifest().weights().sha256()).orElse(null));
  }

  private String name() {
    return run.map(CompletedRun::runId).orElse(shown(model));
  }

  private static String shown(Path model) {
    return RunFolder.shown(model.toString());
  }
}
