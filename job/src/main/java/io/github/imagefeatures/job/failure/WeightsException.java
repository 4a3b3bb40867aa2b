package io.github.imagefeatures.job.failure;

/** The weights cannot be had, read or trusted. */
public final class WeightsException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param sentence what is wrong and what to do about it
   */
  public WeightsException(String sentence) {
    this(sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public WeightsException(String sentence, Throwable cause) {
    super(ExitCode.MODEL, sentence, cause);
  }
}
