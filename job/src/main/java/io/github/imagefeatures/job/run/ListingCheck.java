package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.model.MobileNetV2;
import io.github.imagefeatures.job.reduce.ComponentChoice;
import io.github.imagefeatures.job.source.ImageListing;
import io.github.imagefeatures.job.source.InputException;
import io.github.imagefeatures.job.source.OutputException;
import java.util.Locale;

/** Says what the listing alone can tell before an hour is spent on features. */
final class ListingCheck {
  private final RunOptions options;
  private final RunFolder folder;

  ListingCheck(RunOptions options, RunFolder folder) {
    this.options = options;
    this.folder = folder;
  }

  /** Refuses images that cannot be reduced as asked, or among which the output would lie. */
  void require(ImageListing listing, RunListener listener) {
    warnOfCompressed(listing, listener);
    requireEnough(listing.images().size());
    requireOutputElsewhere(listing.root());
  }

  private static void warnOfCompressed(ImageListing listing, RunListener listener) {
    if (listing.skippedCompressed() > 0) {
      listener.warn(
          String.format(
              Locale.ROOT,
              "Compressed tars under %s are left out (%d): unpack them, or pack them again as plain .tar.",
              Uris.masked(listing.root()),
              listing.skippedCompressed()));
    }
  }

  /** Refuses an output among the images; asked before anything is written there. */
  void requireOutputElsewhere(String imagesRoot) {
    if (folder.root().toString().startsWith(imagesRoot.replaceFirst("/*$", "/"))) {
      throw new OutputException(
          "The output lies inside the images' folder %s, so that the next run would take this one's plots for images: choose an --output elsewhere."
              .formatted(imagesRoot));
    }
  }

  private void requireEnough(int images) {
    if (images < 2) {
      throw new InputException(
          "One image has no principal components: give a folder with at least two different"
              + " images.");
    }
    int most = Math.min(images - 1, MobileNetV2.FEATURES);
    if (options.components() instanceof ComponentChoice.Fixed fixed && fixed.count() > most) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d components are asked for, but %d images have at most %d: choose --components %d or fewer, or --variance.",
              fixed.count(),
              images,
              most,
              most));
    }
  }
}
