package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;

/**
 * A network's weights and where they came from.
 *
 * @param loaded the network with them, ready for inference
 * @param provenance for the manifest
 * @param file the whole weights file, to be kept beside a model; empty when untrained
 */
public record Weights(LoadedNetwork loaded, WeightsProvenance provenance, byte[] file) {
  /**
   * Weights drawn at random, for a machine where no trained ones can be had.
   *
   * @param network whose weights they are
   * @param seed the same seed gives the same weights
   * @return weights marked {@link Recognition#UNTRAINED}
   */
  public static Weights untrained(PublishedNetwork network, long seed) {
    return new Weights(network.untrained(seed), WeightsProvenance.untrained(seed), new byte[0]);
  }
}
