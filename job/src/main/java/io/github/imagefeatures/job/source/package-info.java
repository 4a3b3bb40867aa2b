/**
 * Which images a run is about: the listing, the labels, and small sets of images to try things on.
 *
 * <p>{@link io.github.imagefeatures.job.source.ImageLister} lists a folder on any of Hadoop's file
 * systems and says what it left out; its rows ({@link
 * io.github.imagefeatures.job.source.ListedImage}) carry no content. Spark's own binary file source
 * is not used, because it drops empty files and names that begin with {@code _} without a word.
 * {@link io.github.imagefeatures.job.source.ImageSample} copies a seeded subset of a folder, and
 * {@link io.github.imagefeatures.job.source.ImageGenerator} draws pictures for a machine that has
 * none.
 *
 * <p>The room uses Hadoop's file systems and knows nothing of Spark. Its failures are one sentence
 * each: {@link io.github.imagefeatures.job.failure.InputException} for images that cannot be had,
 * {@link io.github.imagefeatures.job.failure.OutputException} for a folder that cannot be written,
 * {@link java.lang.IllegalArgumentException} for an option out of range.
 */
package io.github.imagefeatures.job.source;
