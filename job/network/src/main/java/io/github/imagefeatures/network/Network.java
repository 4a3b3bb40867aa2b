package io.github.imagefeatures.network;

import io.github.imagefeatures.image.InputSpec;

/**
 * A network that makes a feature vector of an image, and all that the rest of the program knows of
 * it. Nothing else holds its sizes or its name.
 *
 * <p>With weights it is a {@link LoadedNetwork}. A {@link PublishedNetwork} reads them from a file
 * of their own; a network from an ONNX file comes with them.
 */
public interface Network {

  /** {@return its name in files, of lower-case letters, digits and underscores: no other has it} */
  String name();

  /** {@return what it is called in sentences} */
  String title();

  /** {@return how large an image is when the network reads it, and in which numbers} */
  InputSpec input();

  /** {@return numbers in one feature vector, 1 or more} */
  int features();

  /**
   * {@return how far two computations of one feature may lie apart, on whatever processor, 0 or
   * more} Features that vary by no more are constant for those who reduce them.
   */
  double featureError();
}
