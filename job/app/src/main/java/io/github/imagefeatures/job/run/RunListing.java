package io.github.imagefeatures.job.run;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.ListingFile;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.pack.PackFolder;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import io.github.imagefeatures.listing.Splits;
import io.github.imagefeatures.listing.labels.LabelsFile;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.table.VectorTable;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The images of a run: those that an unfinished run has kept, or as they are listed now. Says what
 * the listing alone can tell before an hour is spent on features.
 */
final class RunListing {
  /** What is said of images by whose labels no number of components can be chosen. */
  static final String NO_LABELS_TO_TELL =
      "--components auto chooses by how often the nearest image has the same label, for which there must be two labels or more with two different images each: put images of a class into a folder of its name, name a file with --labels, or choose --components with a number or --variance.";

  private final RunOptions options;
  private final RunFolder folder;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final ListingFile file;

  /**
   * @param spark scans tars and reads labels
   */
  RunListing(RunOptions options, RunFolder folder, SparkSession spark) {
    this.options = options;
    this.folder = folder;
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.file = new ListingFile(folder);
  }

  /**
   * Lists the images as they are now, with the labels that they have now.
   *
   * @param warnings is told of images without labels and labels without images
   */
  ImageListing now(Consumer<String> warnings) {
    ListingOptions asked = options.listing();
    Optional<LabelsFile> labels =
        Optional.ofNullable(asked.labels())
            .map(address -> LabelsFile.read(address, VectorTable.reader(spark), hadoop));
    ImageListing all =
        new ImageLister(hadoop, new SparkTarScanning(spark))
            .list(options.images(), asked.unlimited());
    PackFolder.requireFinished(all, hadoop);
    return labels.map(file -> file.applyTo(all, warnings)).orElse(all).limited(asked.limit());
  }

  /**
   * The run's images; writes nothing.
   *
   * @param listener is told what is left out
   * @throws InputException when they cannot be reduced as asked
   * @throws OutputException when the output would lie among them
   */
  ImageListing get(RunListener listener) {
    if (isKept()) {
      ImageListing kept = file.read();
      if (kept.labels() != null) {
        requireSameLabels(kept.labels(), listener);
      }
      return kept;
    }
    ImageListing listing = now(listener::warn);
    warnOfCompressed(listing, listener);
    requireEnough(listing.images().size());
    requireLabels(listing);
    requireOutputElsewhere(listing.root());
    return listing;
  }

  /** Returns the run's images like {@link #get}, and keeps them for when the run is resumed. */
  ImageListing keep(RunListener listener) {
    ImageListing listing = get(listener);
    if (!isKept()) {
      file.write(listing);
    }
    tellOfSplits(listing, listener);
    return listing;
  }

  /** Nobody has asked for them: a folder may be called so for another reason. */
  private static void tellOfSplits(ImageListing listing, RunListener listener) {
    boolean fromFile = listing.labels() != null && listing.labels().splits();
    if (!fromFile && !listing.countBySplit().isEmpty()) {
      listener.tell(
          "Splits by folder: %s images.".formatted(Splits.inWords(listing.countBySplit())));
    }
  }

  /** A run keeps the labels that it began with, and needs their file no more. */
  private void requireSameLabels(LabelsOrigin kept, RunListener listener) {
    String now;
    try {
      now = LabelsFile.sha256(options.listing().labels(), hadoop);
    } catch (InputException unreadable) {
      listener.warn(
          "The labels file '%s' cannot be read any more (%s): the labels kept with the run are used."
              .formatted(kept.file(), Reason.atRootOf(unreadable)));
      return;
    }
    if (!now.equals(kept.sha256())) {
      throw new OutputException(
          FailureId.RUN_WITH_OTHER_LABELS,
          "The unfinished run %s was begun with other labels in %s: put those back to resume it, or choose another --run-id."
              .formatted(folder.runId(), kept.file()));
    }
  }

  /** A run without a name of its own is a new one. */
  private boolean isKept() {
    return options.runId().isPresent() && file.exists();
  }

  private static void warnOfCompressed(ImageListing listing, RunListener listener) {
    if (listing.skippedCompressed() > 0) {
      listener.warn(
          String.format(
              Locale.ROOT,
              "Compressed tars under %s are left out (%d): unpack them, or pack them again as plain .tar.",
              Credentials.masked(listing.root()),
              listing.skippedCompressed()));
    }
  }

  /** Refuses an output among the images; asked before anything is written there. */
  void requireOutputElsewhere() {
    requireOutputElsewhere(new ImageLister(hadoop).root(options.images()));
  }

  private void requireOutputElsewhere(String imagesRoot) {
    if (ImagePath.of(folder.root()).startsWith(imagesRoot.replaceFirst("/*$", "/"))) {
      throw new OutputException(
          FailureId.OUTPUT_WITHIN_IMAGES,
          "The output lies inside the images' folder %s, so that the next run would take this one's plots for images: choose an --output elsewhere."
              .formatted(imagesRoot));
    }
  }

  /** How many components so many images have at most, as far as is known before the network is. */
  private int most(int images) {
    return options.onnx().isPresent()
        ? images - 1
        : Math.min(images - 1, options.network().features());
  }

  private boolean fits() {
    return !options.featuresOnly() && options.fitFrom().isEmpty();
  }

  private void requireEnough(int images) {
    if (fits() && images < 2) {
      throw new InputException(
          FailureId.TOO_FEW_IMAGES,
          "One image has no principal components: give a folder with at least two different images, or choose --fit-from an earlier run or --features-only.");
    }
    requireComponents(images, most(images));
  }

  /** How many images each label has decides before an hour is spent on features. */
  private void requireLabels(ImageListing listing) {
    if (fits() && options.components() instanceof ComponentChoice.ByAccuracy) {
      long labels =
          listing.images().stream()
              .map(ListedImage::label)
              .filter(label -> !label.isEmpty())
              .collect(Collectors.groupingBy(label -> label, Collectors.counting()))
              .values()
              .stream()
              .filter(images -> images > 1)
              .count();
      if (labels < 2) {
        throw new InputException(FailureId.LABELS_FOR_COMPONENTS, NO_LABELS_TO_TELL);
      }
    }
  }

  /**
   * Refuses a run that is to have more components than there are.
   *
   * @param images of the run
   * @param features of its network
   * @throws InputException when a fixed number of components is higher than both allow
   */
  void requireComponents(int images, int features) {
    int most = Math.min(images - 1, features);
    if (fits()
        && options.components() instanceof ComponentChoice.Fixed fixed
        && fixed.count() > most) {
      throw new InputException(
          FailureId.TOO_MANY_COMPONENTS,
          String.format(
              Locale.ROOT,
              "%d components are asked for, but %d images have at most %d: choose --components %d or fewer, --variance, --fit-from an earlier run, or --features-only.",
              fixed.count(),
              images,
              most,
              most));
    }
  }
}
