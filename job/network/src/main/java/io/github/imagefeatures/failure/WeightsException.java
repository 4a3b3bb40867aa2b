package io.github.imagefeatures.failure;

/** The weights cannot be had, read or trusted. */
public final class WeightsException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public WeightsException(FailureId id, String sentence) {
    this(id, sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public WeightsException(FailureId id, String sentence, Throwable cause) {
    super(ExitCode.MODEL, id, sentence, cause);
  }
}
