package io.github.imagefeatures.network;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;

/**
 * A network that makes a feature vector of an image, and all that the rest of the program knows of
 * it. One more network is one more of these; nothing else holds its sizes or its name.
 *
 * <p>A network has no weights of its own: reading a file, or drawing random numbers, gives a {@link
 * LoadedNetwork}.
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

  /** {@return which weights files of it are known, and where they are published} */
  PublishedWeights published();

  /**
   * Reads a weights file.
   *
   * @param content the whole file
   * @param id what to call the weights, the file's sha256
   * @return the network with these weights
   * @throws WeightsException when the content is not a weights file of this network
   */
  LoadedNetwork read(byte[] content, String id);

  /**
   * Draws random weights for a machine that has no trained ones: features mean nothing.
   *
   * @param seed the same seed gives the same weights
   * @return the network with these weights
   */
  LoadedNetwork untrained(long seed);
}
