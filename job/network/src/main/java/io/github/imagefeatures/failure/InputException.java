package io.github.imagefeatures.failure;

/** The images cannot be had: the folder is missing, unreadable, or has no image in it. */
public final class InputException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public InputException(FailureId id, String sentence) {
    this(id, sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public InputException(FailureId id, String sentence, Throwable cause) {
    super(ExitCode.INPUT, id, sentence, cause);
  }
}
