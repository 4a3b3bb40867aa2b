package io.github.imagefeatures.network;

import java.io.Serializable;

/** A network with its weights, ready for inference; sent to every executor once. */
public interface LoadedNetwork extends Serializable {

  /** {@return the network that has these weights} */
  Network network();

  /**
   * {@return what tells these weights from all others, those of other networks too: the file's
   * sha256, or words with the seed they were drawn with}
   */
  String id();

  /**
   * Makes the network ready to run in this process.
   *
   * @return what runs it; the caller closes it
   */
  FeatureExtractor open();
}
