package io.github.imagefeatures.network.onnx;

import io.github.imagefeatures.failure.WeightsException;

/**
 * What a fuzzer does with bytes that may be a preprocessing file: they are read whole or refused
 * with a {@link WeightsException}, and what is read makes an input or says why not.
 */
public final class PreprocessingReaderFuzz {
  private PreprocessingReaderFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] content) {
    try {
      Preprocessing read = PreprocessingReader.read(content, "fuzz");
      read.size().ifPresent(size -> inputOf(read, size));
    } catch (WeightsException refused) {
      if (refused.getMessage() == null || refused.getMessage().isBlank()) {
        throw new AssertionError("Refused without a sentence", refused);
      }
    }
  }

  private static void inputOf(Preprocessing read, Preprocessing.Size size) {
    try {
      read.input(size.height(), size.width());
    } catch (IllegalArgumentException smallerThanItsCentre) {
      // The network's reader makes a sentence of it.
    }
  }
}
