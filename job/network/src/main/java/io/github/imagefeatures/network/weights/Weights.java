package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.util.Optional;

/**
 * A network's weights and where they came from.
 *
 * @param loaded the network with them, ready for inference
 * @param provenance for the manifest
 * @param file the whole weights file, to be kept beside a model; empty when untrained
 */
public record Weights(LoadedNetwork loaded, WeightsProvenance provenance, byte[] file) {
  /**
   * The same weights, for another engine.
   *
   * @param engine empty for the network's own
   * @return weights of a network that this engine computes
   * @throws WeightsException when it has no form of the network
   */
  public Weights on(Optional<Engine> engine) {
    return engine.map(each -> new Weights(loaded.on(each), provenance, file)).orElse(this);
  }

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
