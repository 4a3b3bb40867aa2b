package io.github.imagefeatures.failure;

/** More images were rejected than the run's options allow. */
public final class TooManyRejectedException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence what is wrong and what to do about it
   */
  public TooManyRejectedException(FailureId id, String sentence) {
    super(ExitCode.TOO_MANY_REJECTED, id, sentence, null);
  }
}
