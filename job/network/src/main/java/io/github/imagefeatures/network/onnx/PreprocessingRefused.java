package io.github.imagefeatures.network.onnx;

/** What is wrong with a preprocessing file, as the end of a sentence. */
final class PreprocessingRefused extends Exception {
  private static final long serialVersionUID = 1L;

  PreprocessingRefused(String what) {
    super(what);
  }
}
