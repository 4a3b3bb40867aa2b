package io.github.imagefeatures.network;

import io.github.imagefeatures.failure.WeightsException;

/** A network that this program builds itself, and whose weights come from a file of their own. */
public interface PublishedNetwork extends Network {

  /** {@return which weights files of it are known, and where they are published} */
  PublishedWeights published();

  /**
   * What computes it where nobody chooses. A plain rule by the architecture of this machine, so
   * that machines of one architecture agree; a {@link LoadedNetwork} has it from the machine that
   * loads the weights, and takes it along to others.
   *
   * @return the engine
   */
  Engine engine();

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
