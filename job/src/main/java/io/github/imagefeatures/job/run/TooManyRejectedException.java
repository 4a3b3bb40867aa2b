package io.github.imagefeatures.job.run;

/** More images were rejected than the run's options allow. */
public final class TooManyRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence how many, where they are listed and what to do
   */
  public TooManyRejectedException(String sentence) {
    super(sentence);
  }
}
