package io.github.imagefeatures.failure;

/**
 * A failure that ends a command. Its message is one sentence, or two, that names the cure, holds no
 * credentials and can be shown as it is.
 */
public abstract class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final FailureId id;

  /**
   * A failure of one kind.
   *
   * @param exitCode with which the command ends
   * @param id the id of the kind
   * @param sentence what is wrong and what to do about it
   * @param cause the failure underneath; null when there is none
   */
  protected JobException(ExitCode exitCode, FailureId id, String sentence, Throwable cause) {
    super(Credentials.masked(sentence), cause);
    this.exitCode = exitCode;
    this.id = id;
  }

  /** {@return the exit code with which the command ends} */
  public final ExitCode exitCode() {
    return exitCode;
  }

  /** {@return the id of the kind of failure} */
  public final FailureId id() {
    return id;
  }

  /** {@return class, sentence and id, as stack traces show them} */
  @Override
  public String toString() {
    return id.after(super.toString());
  }
}
