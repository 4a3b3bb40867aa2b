package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.listing.ListingOptions;

/**
 * What is to be packed, and how.
 *
 * @param from the folder of the images, a path or an address
 * @param to the folder of the tars, a path or an address
 * @param listing which files are images, and how many
 * @param tarSize the most bytes of a tar that holds more than one image
 */
public record PackOptions(String from, String to, ListingOptions listing, long tarSize) {
  /**
   * Large enough that opening a tar costs nothing beside reading it, and small enough that many
   * tasks share the tars of a small set, and that a tar that failed is soon written again.
   */
  public static final String DEFAULT_TAR_SIZE = "256m";

  private static final long LEAST = 64L << 10;

  /** A multipart upload has 10,000 parts, each of 64 MiB with S3A's defaults. */
  private static final long MOST = 512L << 30;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException when it is out of range; the message is one sentence for the
   *     user
   */
  public PackOptions {
    if (tarSize < LEAST || tarSize > MOST) {
      throw new IllegalArgumentException("A tar has 64k to 512g, not " + tarSize + " bytes.");
    }
  }
}
