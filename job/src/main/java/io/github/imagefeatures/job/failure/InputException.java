package io.github.imagefeatures.job.failure;

/** The images cannot be had: the folder is missing, unreadable, or has no image in it. */
public final class InputException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param sentence what is wrong and what to do about it
   */
  public InputException(String sentence) {
    this(sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public InputException(String sentence, Throwable cause) {
    super(ExitCode.INPUT, sentence, cause);
  }
}
