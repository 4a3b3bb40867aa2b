package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.network.Network;
import io.github.imagefeatures.network.mobilenet.MobileNetV2;

/** The networks that this program comes with. */
public final class Networks {
  /** The network of a run that names none, and of runs made before runs recorded theirs. */
  public static final Network DEFAULT = MobileNetV2.NETWORK;

  /** What the default network is called in texts that are fixed when this is compiled. */
  public static final String DEFAULT_TITLE = MobileNetV2.TITLE;

  private Networks() {}
}
