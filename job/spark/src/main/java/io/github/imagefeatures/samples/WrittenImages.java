package io.github.imagefeatures.samples;

import java.nio.file.Path;

/**
 * What was written: the images of a sample or of the generator.
 *
 * @param folder the folder that holds them, absolute
 * @param classes number of labels among them, which may be fewer than was asked for
 * @param images number of images, which may be fewer than was asked for
 */
public record WrittenImages(Path folder, int classes, long images) {}
