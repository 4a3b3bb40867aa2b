package io.github.imagefeatures.network;

import java.util.Locale;

/** The library that computes a network. */
public enum Engine {
  /** TensorFlow. */
  TENSORFLOW("TensorFlow"),
  /** ONNX Runtime. */
  ONNXRUNTIME("ONNX Runtime");

  private final String title;

  Engine(String title) {
    this.title = title;
  }

  /** {@return what it is called in sentences} */
  public String title() {
    return title;
  }

  /** {@return its name in files and on the command line} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
