package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.failure.WeightsException;

/**
 * What a fuzzer does with bytes that may be a weights file: they are read whole or refused with a
 * {@link WeightsException}.
 */
public final class KerasWeightsReaderFuzz {
  private KerasWeightsReaderFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] content) {
    try {
      KerasWeightsReader.read(content, "fuzz");
    } catch (WeightsException refused) {
      if (refused.getMessage() == null || refused.getMessage().isBlank()) {
        throw new AssertionError("Refused without a sentence", refused);
      }
    }
  }
}
