package io.github.imagefeatures.findings;

/**
 * What is known of an image's file; all but the split are null for an image that was featurized by
 * a version that did not look, in a run that this one resumed.
 *
 * @param sha256 of the file, 64 hexadecimal digits
 * @param pixels equal for images of which the network reads the same pixels
 * @param darkest the 1 % quantile of the luma, 0 to 255
 * @param brightest the 99 % quantile of the luma, 0 to 255
 * @param split that it is in, such as {@code train}; empty for none
 */
public record ImageRecord(
    String sha256, Long pixels, Integer darkest, Integer brightest, String split) {
  /** An image of which nothing is known. */
  public static final ImageRecord UNKNOWN = new ImageRecord(null, null, null, null, "");
}
