package io.github.imagefeatures.failure;

/** An environment variable or a line of a settings file cannot be used. */
public final class SettingsException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public SettingsException(FailureId id, String sentence) {
    this(id, sentence, null);
  }

  /**
   * A failure with the exception underneath.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   * @param cause what the library underneath reported
   */
  public SettingsException(FailureId id, String sentence, Throwable cause) {
    super(ExitCode.USAGE, id, sentence, cause);
  }
}
