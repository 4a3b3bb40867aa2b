package io.github.imagefeatures.network;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
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

  /** {@return what computes it when it is opened} */
  Engine engine();

  /**
   * The same network with the same weights, computed by an engine of the caller's choice. A feature
   * may differ from the other engine's by {@link Network#featureError}.
   *
   * @param engine what is to compute it
   * @return the network, for {@link #open}
   * @throws WeightsException when that engine has no form of this network
   */
  default LoadedNetwork on(Engine engine) {
    if (engine != engine()) {
      throw new WeightsException(
          FailureId.NETWORK_ENGINE,
          "%s computes %s, and %s cannot: leave --engine out."
              .formatted(engine().title(), network().title(), engine.title()));
    }
    return this;
  }

  /**
   * Makes the network ready to run in this process.
   *
   * @return what runs it; the caller closes it
   */
  FeatureExtractor open();
}
