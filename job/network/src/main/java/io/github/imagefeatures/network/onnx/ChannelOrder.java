package io.github.imagefeatures.network.onnx;

import java.util.Locale;

/** In which order a network reads the channels of a pixel. */
public enum ChannelOrder {
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red, as Caffe and OpenCV have them. */
  BGR;

  /** {@return the name in files} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The place among red, green and blue of the channel that comes {@code index}th here. */
  int source(int index) {
    return this == RGB ? index : 2 - index;
  }
}
