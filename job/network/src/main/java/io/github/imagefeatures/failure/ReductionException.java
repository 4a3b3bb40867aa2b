package io.github.imagefeatures.failure;

/** The features cannot be reduced as asked. */
public final class ReductionException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public ReductionException(FailureId id, String sentence) {
    super(ExitCode.INPUT, id, sentence, null);
  }
}
