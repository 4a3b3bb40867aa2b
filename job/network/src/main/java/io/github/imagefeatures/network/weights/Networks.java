package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.mobilenet.MobileNetV2;

/** The networks that this program comes with. */
public final class Networks {
  /** The network of a run that names none, and of runs made before runs recorded theirs. */
  public static final PublishedNetwork DEFAULT = MobileNetV2.NETWORK;

  /** What the default network is called in texts that are fixed when this is compiled. */
  public static final String DEFAULT_TITLE = MobileNetV2.TITLE;

  /** The name of the default network, in such texts and on the command line. */
  public static final String DEFAULT_NAME = MobileNetV2.NAME;

  private Networks() {}
}
