package io.github.imagefeatures.network.onnx;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;

/** Reads the file that says how images become a network's input. */
public final class PreprocessingReader {
  private PreprocessingReader() {}

  /**
   * Reads a file of one of the dialects that {@code docs/networks.md} names.
   *
   * @param content the whole file
   * @param file its name, for sentences
   * @return what it says
   * @throws WeightsException when it is of none of them, or asks for what is not done here
   */
  public static Preprocessing read(byte[] content, String file) {
    try {
      return PreprocessingJson.read(content);
    } catch (PreprocessingJson.Refused e) {
      throw new WeightsException(
          FailureId.PREPROCESSING_REFUSED,
          "The preprocessing file %s cannot be used: %s. Mend it, or name another with --preprocessing."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
