package io.github.imagefeatures.job.reduce;

/** Features that cannot be reduced as asked. The message is one sentence that names the cure. */
public final class ReductionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what stands against it and what to do
   */
  public ReductionException(String sentence) {
    super(sentence);
  }
}
