package io.github.imagefeatures.job.run;

/** An output that cannot be written, read or trusted. One sentence that names the cure. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and what to do
   */
  public OutputException(String sentence) {
    super(sentence);
  }

  /**
   * @param sentence what is wrong and what to do
   * @param cause what the file system reported
   */
  public OutputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
