package io.github.imagefeatures.bench;

import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.featurize.ShardOutcome;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * The job's way from files to a folder of features, in a session that is warm.
 *
 * @param images featurized
 * @param listingSeconds to find them
 * @param featurizeSeconds from the listing to the Parquet files
 */
record FeaturizedFolder(long images, double listingSeconds, double featurizeSeconds) {
  private static final int WARMING = 2000;

  /**
   * Lists a folder and featurizes what is in it.
   *
   * @param images address of the folder
   * @param output gets the features
   */
  static FeaturizedFolder of(Sitting sitting, String images, Path output) throws IOException {
    SparkSession spark = sitting.spark();
    long start = System.nanoTime();
    List<ListedImage> listed =
        new ImageLister(spark.sparkContext().hadoopConfiguration())
            .list(images, ListingOptions.defaults())
            .images();
    double listing = secondsSince(start);
    start = System.nanoTime();
    long featurized = featurize(sitting, listed, output);
    return new FeaturizedFolder(featurized, listing, secondsSince(start));
  }

  /** Takes a few images the same way, so that what follows finds classes compiled. */
  static void warm(Sitting sitting) throws IOException {
    List<ListedImage> listed =
        new ImageLister(sitting.spark().sparkContext().hadoopConfiguration())
            .list(sitting.images().folder().toString(), ListingOptions.defaults())
            .images();
    featurize(
        sitting,
        listed.subList(0, Math.min(WARMING, listed.size())),
        sitting.emptyFolder("features"));
  }

  private static long featurize(Sitting sitting, List<ListedImage> images, Path output)
      throws IOException {
    try (Featurizer featurizer =
        new Featurizer(sitting.spark(), sitting.weights().loaded(), FeaturizeOptions.DEFAULT)) {
      ShardOutcome shard = featurizer.featurize(images, output.toString());
      if (!shard.rejected().isEmpty()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%d images were rejected: measure with sound ones.",
                shard.rejected().size()));
      }
      return shard.featurized();
    }
  }

  double imagesPerSecond() {
    return images / featurizeSeconds;
  }

  double seconds() {
    return listingSeconds + featurizeSeconds;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
