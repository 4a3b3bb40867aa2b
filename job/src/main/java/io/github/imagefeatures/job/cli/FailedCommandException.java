package io.github.imagefeatures.job.cli;

/** How a command fails where it must not end the JVM itself: in YARN's cluster mode. */
public final class FailedCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param exitCode what the shell would have seen
   * @param sentence what went wrong and what to do
   */
  FailedCommandException(int exitCode, String sentence) {
    super("exit code " + exitCode + ": " + sentence);
  }
}
