package io.github.imagefeatures.network;

import io.github.imagefeatures.tensorflow.Processor;
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

  /**
   * The one of that name.
   *
   * @param word as {@link #wireName} gives it
   * @return the engine
   * @throws IllegalArgumentException when there is none
   */
  public static Engine named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** {@return what it is called in sentences} */
  public String title() {
    return title;
  }

  /** {@return this process's processor, as this library uses it} */
  public Processor processor() {
    return this == TENSORFLOW ? Processor.here() : Processor.withoutTensorFlow();
  }

  /** {@return its name in files and on the command line} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
