package io.github.imagefeatures.job.estimate;

import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.Splits;
import io.github.imagefeatures.listing.SuffixCounts;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run would read.
 *
 * @param images the images of the run
 * @param bytes the bytes of all of them, as the file system tells
 * @param byLabel how many under each label
 * @param byFormat how many with each ending of their names, in lower case; "none" without one
 * @param matched images there, before a limit
 * @param skipped files left out, by reason as in {@code manifest.json}
 * @param skippedSuffixes those left out by glob, by the suffix of their names
 * @param labelsFrom the file that labels are from; null when folders and tars give them
 * @param bySplit how many in each split; none when the set is not divided
 * @param inTars how many are members of tars
 */
public record PlannedImages(
    long images,
    long bytes,
    Map<String, Long> byLabel,
    Map<String, Long> byFormat,
    long matched,
    Map<String, Long> skipped,
    Map<String, Long> skippedSuffixes,
    String labelsFrom,
    Map<String, Long> bySplit,
    long inTars) {

  /**
   * What a listing comes to.
   *
   * @param listing the listing of the run
   * @return its counts
   */
  public static PlannedImages of(ImageListing listing) {
    Map<String, Long> labels = new TreeMap<>();
    Map<String, Long> formats = new TreeMap<>();
    long bytes = 0;
    for (ListedImage image : listing.images()) {
      labels.merge(image.label(), 1L, Long::sum);
      formats.merge(ending(image.path()), 1L, Long::sum);
      bytes += image.length();
    }
    return new PlannedImages(
        listing.images().size(),
        bytes,
        labels,
        formats,
        listing.matched(),
        skipped(listing),
        listing.skippedSuffixes(),
        listing.labels() == null ? null : listing.labels().file(),
        listing.countBySplit(),
        listing.images().stream().filter(image -> image.tar() != null).count());
  }

  /** {@return the files left out by glob, such as {@code 10 .jfif, 2 .txt, 1 other}} */
  public String skippedSuffixesInWords() {
    return SuffixCounts.inWords(skippedSuffixes);
  }

  /** {@return the images in each split, such as {@code train 6,231, test 2,103}} */
  public String splitsInWords() {
    return Splits.inWords(bySplit);
  }

  private static Map<String, Long> skipped(ImageListing listing) {
    return new TreeMap<>(
        Map.of(
            "hidden", listing.skippedHidden(),
            "by_glob", listing.skippedByGlob(),
            "unopenable", listing.skippedUnopenable(),
            "compressed", listing.skippedCompressed()));
  }

  private static String ending(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "none" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
