package io.github.imagefeatures.job.failure;

/** The output cannot be written, read or trusted. */
public final class OutputException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param sentence what is wrong and what to do about it
   */
  public OutputException(String sentence) {
    this(sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public OutputException(String sentence, Throwable cause) {
    super(ExitCode.OUTPUT, sentence, cause);
  }
}
