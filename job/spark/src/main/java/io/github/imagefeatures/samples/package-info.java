/**
 * Small sets of images to try things on: {@link io.github.imagefeatures.samples.ImageGenerator}
 * draws pictures for a machine that has none, {@link io.github.imagefeatures.samples.ImageSample}
 * copies a seeded subset of a folder.
 */
package io.github.imagefeatures.samples;
