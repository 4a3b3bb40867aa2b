package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.network.FoldedWeights;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;

/**
 * Weights and where they came from.
 *
 * @param folded ready for inference
 * @param provenance for the manifest
 */
public record Weights(FoldedWeights folded, WeightsProvenance provenance) {
  /**
   * Weights drawn at random, for a machine where no trained ones can be had.
   *
   * @param seed the same seed gives the same weights
   * @return weights marked {@link Recognition#UNTRAINED}
   */
  public static Weights untrained(long seed) {
    return new Weights(
        FoldedWeights.untrained(seed),
        new WeightsProvenance(
            "seed " + seed, "", "random numbers, UNTRAINED", Recognition.UNTRAINED));
  }
}
