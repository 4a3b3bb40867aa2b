package io.github.imagefeatures.failure;

/** A run is complete, but a figure of it is not as its user requires. */
public final class RequirementException extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that nothing underneath reported.
   *
   * @param id the id of the kind of failure
   * @param sentence which figures, and what to do about it
   */
  public RequirementException(FailureId id, String sentence) {
    super(ExitCode.REQUIREMENT, id, sentence, null);
  }
}
