/**
 * Which images there are: the listing of a folder or of tars, the labels, and what was left out.
 *
 * <p>{@link io.github.imagefeatures.listing.ImageLister} lists a folder on any of Hadoop's file
 * systems and says what it left out; its rows ({@link io.github.imagefeatures.listing.ListedImage})
 * carry no content. Spark's own binary file source is not used, because it drops empty files and
 * names that begin with {@code _} without a word.
 *
 * <p>Its failures are one sentence each: {@link io.github.imagefeatures.failure.InputException} for
 * images that cannot be had, {@link java.lang.IllegalArgumentException} for an option out of range.
 */
package io.github.imagefeatures.listing;
