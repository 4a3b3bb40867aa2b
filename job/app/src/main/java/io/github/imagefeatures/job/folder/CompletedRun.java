package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.table.VectorTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run that came to its end, wherever its folder was copied to.
 *
 * @param folder where it lies
 * @param manifest what it claims
 */
public record CompletedRun(Path folder, Manifest manifest) {
  /**
   * Lists what lies now where the run found its images.
   *
   * @param spark scans tars
   * @return the images there, those of the run among them where nobody has moved them
   * @throws InputException when they cannot be listed
   */
  public List<ListedImage> imagesNow(SparkSession spark) {
    return new ImageLister(spark.sparkContext().hadoopConfiguration(), new SparkTarScanning(spark))
        .list(manifest.input().uri(), new ListingOptions(manifest.options().glob(), 0))
        .images();
  }

  /** Opens a run of an output; empty when its folder has no manifest. */
  public static Optional<CompletedRun> find(RunFolder folder) {
    return find(folder.store(), folder.root());
  }

  /**
   * Opens a run of an output.
   *
   * @throws OutputException when it is not complete, or its manifest is damaged
   */
  public static CompletedRun open(RunFolder folder) {
    return find(folder).orElseThrow(() -> missing(folder.root().toString()));
  }

  /**
   * Opens a run by the address of its folder.
   *
   * @throws OutputException when it is not complete, or its manifest is damaged
   */
  public static CompletedRun open(String address, Configuration hadoop) {
    Path folder = RunFolder.folder(address);
    try {
      return find(folder.getFileSystem(hadoop), folder).orElseThrow(() -> missing(address));
    } catch (IOException e) {
      throw RunFolder.cannot("read", folder, e);
    }
  }

  /**
   * Opens a run that is given by its name or by its folder.
   *
   * @param output where a run is that is given by its name
   * @throws OutputException when it is not complete, or its manifest is damaged
   */
  public static CompletedRun named(String run, Optional<String> output, Configuration hadoop) {
    return RunIds.isFolder(run)
        ? open(run, hadoop)
        : open(new RunFolder(output.orElseThrow(), run, hadoop));
  }

  /**
   * Opens the newest complete run of an output, whose features a run may reuse if it would compute
   * the same ones: with the same weights and the same program, as far as pixels and features go.
   *
   * @throws OutputException when there is none or its features would not be the same; the sentence
   *     says why
   */
  public static CompletedRun reusable(RunOptions options, Weights weights, Configuration hadoop) {
    RunFolder folder = RunFolder.latest(options.output(), hadoop);
    CompletedRun run = open(folder);
    List<String> differences = run.differencesOfFeatures(options, weights);
    if (!differences.isEmpty()) {
      throw new OutputException(
          FailureId.RUN_NOT_REUSABLE,
          "The run %s was made with %s.".formatted(run.runId(), String.join(" and ", differences)));
    }
    if (!folder.exists(folder.path(RunFolder.PROVENANCE))) {
      throw new OutputException(
          FailureId.RUN_NOT_REUSABLE,
          "The run %s does not say what its features were made from.".formatted(run.runId()));
    }
    return run;
  }

  /** {@return the run's name} */
  public String runId() {
    return manifest.runId();
  }

  /** {@return where its page lies} */
  public String page() {
    return path(RunFolder.REPORT_HTML);
  }

  /** Returns the address of one of the run's files or tables. */
  public String path(String name) {
    return folder + "/" + manifest.folderOf(name);
  }

  /** Whether one of the run's files or tables is there. */
  public boolean has(String name, Configuration hadoop) {
    Path path = new Path(path(name));
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw RunFolder.cannot("read", path, e);
    }
  }

  /** Reads one of the run's tables. */
  public Dataset<Row> table(String name, SparkSession spark) {
    return VectorTable.reader(spark).parquet(path(name));
  }

  /**
   * Refuses the run as the outcome of what is asked for now if anything differs that its manifest
   * can tell: program, options, weights, and the images by path. An image that changed under its
   * name shows by its time alone, so none may be younger than the run.
   *
   * @param options the options of what is asked for
   * @param listing the images as they are now
   * @param weights those that would be used now
   * @param fit the earlier one that would be used now; null where there would be none
   * @throws OutputException when it is another run; the sentence says in what
   */
  public void requireSame(
      RunOptions options, ImageListing listing, Weights weights, Manifest.ProjectedWith fit) {
    List<String> differences = new ArrayList<>();
    if (!RecordedOptions.of(options, weights.loaded().engine()).equals(manifest.options())) {
      differences.add("other options");
    }
    if (!Versions.jarSha256().equals(manifest.versions().get(Versions.JAR_SHA256))) {
      differences.add("another build of the program");
    }
    if (!isOfNetwork(weights)) {
      differences.add("another network");
    } else if (!weights.provenance().sha256().equals(manifest.weights().sha256())) {
      differences.add("other weights");
    }
    if (!Objects.equals(fit, manifest.reduction().projectedWith())) {
      differences.add("another fit");
    }
    Manifest.Input input = Manifest.Input.of(listing);
    if (!Objects.equals(input.labels(), manifest.input().labels())) {
      differences.add("other labels");
    }
    if (!input.digest().equals(manifest.input().digest())) {
      differences.add("other images");
    } else if (hasChanged(listing)) {
      differences.add("images that have changed since");
    }
    if (!differences.isEmpty()) {
      throw new OutputException(
          FailureId.RUN_COMPLETE,
          "The run %s is complete already, but with %s: leave --run-id out or choose another."
              .formatted(runId(), String.join(" and ", differences)));
    }
  }

  private boolean isOfNetwork(Weights weights) {
    return weights.loaded().network().name().equals(manifest.network());
  }

  private boolean hasChanged(ImageListing listing) {
    long started = Instant.parse(manifest.started()).toEpochMilli();
    return listing.images().stream().anyMatch(image -> image.modificationTime() > started);
  }

  /**
   * Whether features of these weights are of the same kind as the run's.
   *
   * @return {@code another network} or {@code other weights}; empty when they are the run's
   */
  public Optional<String> differenceOf(Weights weights) {
    if (!isOfNetwork(weights)) {
      return Optional.of("another network");
    }
    boolean same =
        weights.provenance().sha256().equals(manifest.weights().sha256())
            && weights.provenance().trained() == manifest.weights().trained();
    return same ? Optional.empty() : Optional.of("other weights");
  }

  /** Whether the features of another run are of the same network and weights. */
  public boolean hasFeaturesLike(CompletedRun other) {
    return manifest.network().equals(other.manifest.network())
        && manifest.weights().sha256().equals(other.manifest.weights().sha256())
        && manifest.weights().trained() == other.manifest.weights().trained();
  }

  private List<String> differencesOfFeatures(RunOptions options, Weights weights) {
    List<String> differences = new ArrayList<>();
    differenceOf(weights).ifPresent(differences::add);
    if (!Versions.ofFeatures().equals(Versions.ofFeatures(manifest.versions()))) {
      differences.add("another build of the program or another Java");
    }
    // A limit of bytes is compared with each image's length; pixels are known only by decoding.
    Long maxPixels = manifest.options().maxPixels();
    if (maxPixels == null || maxPixels > options.featurize().limits().maxPixels()) {
      differences.add("a higher --max-pixels");
    }
    if (!options.featurize().resampling().wireName().equals(manifest.options().resampling())) {
      differences.add("another --resampling");
    }
    String before = manifest.options().orientation();
    if (!options
        .featurize()
        .orientation()
        .wireName()
        .equals(before == null ? Orientation.IGNORE.wireName() : before)) {
      differences.add("another --orientation");
    }
    return differences;
  }

  private static Optional<CompletedRun> find(FileSystem store, Path folder) {
    return RunFolder.readJson(store, new Path(folder, RunFolder.MANIFEST), Manifest.class)
        .map(manifest -> new CompletedRun(folder, manifest));
  }

  private static OutputException missing(String address) {
    return new OutputException(
        FailureId.NO_COMPLETE_RUN,
        "There is no complete run in %s: its folder has no manifest.json. Name another; 'image-features runs' lists them."
            .formatted(address));
  }
}
