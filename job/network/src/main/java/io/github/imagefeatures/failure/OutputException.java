package io.github.imagefeatures.failure;

/** The output cannot be written, read or trusted. */
public final class OutputException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public OutputException(FailureId id, String sentence) {
    this(id, sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public OutputException(FailureId id, String sentence, Throwable cause) {
    super(ExitCode.OUTPUT, id, sentence, cause);
  }
}
