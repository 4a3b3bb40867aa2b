package io.github.imagefeatures.image.resize;

import io.github.imagefeatures.image.Resizing;

/**
 * What one side of an image becomes: resized, and then cut.
 *
 * @param inputLength pixels of the image, at least 1
 * @param outputLength pixels that it is resized to, at least 1
 * @param firstOutput the first of them that is kept
 * @param outputs how many are kept, at least 1
 */
record Stretch(int inputLength, long outputLength, long firstOutput, int outputs) {
  /**
   * What a side becomes for a network.
   *
   * @param resizing how an image gets the size of the network's input
   * @param length pixels of the side
   * @param otherLength pixels of the other side
   * @param outputs pixels that the input has along the side
   */
  static Stretch of(Resizing resizing, int length, int otherLength, int outputs) {
    long resized = resizing.resizedLength(length, otherLength, outputs);
    return new Stretch(length, resized, resizing.cutOffBefore(resized, outputs), outputs);
  }
}
