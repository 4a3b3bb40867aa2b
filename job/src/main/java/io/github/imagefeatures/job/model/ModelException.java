package io.github.imagefeatures.job.model;

import io.github.imagefeatures.job.address.Uris;

/** Weights that cannot be had, read or trusted. The message is one sentence that names the cure. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong with the weights and what to do
   */
  public ModelException(String sentence) {
    super(Uris.masked(sentence));
  }

  /**
   * @param sentence what is wrong with the weights and what to do
   * @param cause what the library underneath reported
   */
  public ModelException(String sentence, Throwable cause) {
    super(Uris.masked(sentence), cause);
  }
}
