package io.github.imagefeatures.job.cli.console;

/**
 * How a command fails where it must not end the JVM itself: in YARN's cluster mode, which logs it
 * with its causes.
 */
public final class FailedCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failed command.
   *
   * @param exitCode what the shell would have seen
   * @param sentence what went wrong and what to do
   * @param cause what was thrown, without credentials; null when the command line was refused
   */
  public FailedCommandException(int exitCode, String sentence, Throwable cause) {
    super("exit code " + exitCode + ": " + sentence, cause);
  }
}
