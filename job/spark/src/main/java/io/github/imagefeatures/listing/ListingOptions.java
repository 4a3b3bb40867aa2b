package io.github.imagefeatures.listing;

import io.github.imagefeatures.failure.Reason;
import java.io.Serializable;
import org.apache.hadoop.fs.GlobPattern;

/**
 * Which of the files found are images of this run, and where their labels are from.
 *
 * @param glob pattern for the NAME (not the folders) of a file or of a tar's member, ignoring case:
 *     {@code *}, {@code ?}, {@code [a-z]}, {@code [^a-z]} and {@code {a,b}}, with a backslash
 *     before a character meant as itself
 * @param limit at most this many images, 0 for all of them; see {@link ImageListing} for which
 * @param labels the address of a file of labels, which {@code LabelsFile} gives to the images that
 *     {@link ImageLister} has listed; null when their folders' names are their labels
 * @serial exclude
 */
public record ListingOptions(String glob, long limit, String labels) implements Serializable {

  /** The files that are taken for images when nothing else is asked for. */
  public static final String DEFAULT_GLOB =
      "*.{jpg,jpeg,jpe,jfif,mpo,png,apng,gif,bmp,dib,webp,tif,tiff}";

  /**
   * Checks glob and limit.
   *
   * @throws IllegalArgumentException if the pattern cannot be read or the limit is negative; the
   *     message is one sentence for the user
   */
  public ListingOptions {
    if (glob == null || glob.isEmpty()) {
      throw new IllegalArgumentException(
          "The glob is empty; leave it out or give one such as '" + DEFAULT_GLOB + "'.");
    }
    if (glob.contains("/")) {
      throw new IllegalArgumentException(
          "The glob '"
              + glob
              + "' contains '/', but it is compared with file names only; name the folder as the"
              + " images' location instead.");
    }
    if (limit < 0) {
      throw new IllegalArgumentException(
          "The limit is " + limit + "; give the number of images to take, or 0 for all.");
    }
    compile(glob);
  }

  /**
   * Images whose folders' names are their labels.
   *
   * @param glob as above
   * @param limit as above
   */
  public ListingOptions(String glob, long limit) {
    this(glob, limit, null);
  }

  /**
   * The defaults: {@link #DEFAULT_GLOB}, no limit.
   *
   * @return the options of a run that names none
   */
  public static ListingOptions defaults() {
    return new ListingOptions(DEFAULT_GLOB, 0);
  }

  /**
   * The same images and all of them.
   *
   * @return these options without the limit
   */
  public ListingOptions unlimited() {
    return new ListingOptions(glob, 0, labels);
  }

  /** What is an image by its name. */
  NameRules names() {
    return new NameRules(compile(glob));
  }

  private static GlobPattern compile(String glob) {
    try {
      return new GlobPattern(NameRules.lowerCase(glob));
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(
          "The glob '"
              + glob
              + "' cannot be read: "
              + Reason.of(malformed).replaceFirst("^error parsing regexp: ", "")
              + "; balance its braces and brackets, or put a backslash before one that is meant as"
              + " itself.",
          malformed);
    }
  }
}
