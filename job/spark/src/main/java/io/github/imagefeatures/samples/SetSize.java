package io.github.imagefeatures.samples;

/**
 * The size of a small set of images.
 *
 * @param classes number of classes, at least 1
 * @param perClass images in each class, at least 1
 */
public record SetSize(int classes, int perClass) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is below 1; the message is one sentence for the user
   */
  public SetSize {
    if (classes < 1 || perClass < 1) {
      throw new IllegalArgumentException(
          classes
              + " classes of "
              + perClass
              + " images are no images; give at least 1 class and 1 image per class.");
    }
  }
}
