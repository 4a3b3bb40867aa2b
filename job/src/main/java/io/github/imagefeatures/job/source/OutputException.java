package io.github.imagefeatures.job.source;

import io.github.imagefeatures.job.address.Uris;

/**
 * A folder cannot take what should be written into it. The message is one sentence, or two, that
 * names the cure, says what was left behind, and can be shown as it is.
 */
public final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with the folder and what to do about it
   */
  public OutputException(String message) {
    super(Uris.masked(message));
  }

  /**
   * @param message what is wrong with the folder and what to do about it
   * @param cause the failure underneath
   */
  public OutputException(String message, Throwable cause) {
    super(Uris.masked(message), cause);
  }
}
