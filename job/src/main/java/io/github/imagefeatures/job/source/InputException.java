package io.github.imagefeatures.job.source;

import io.github.imagefeatures.job.address.Uris;

/**
 * The images that were asked for cannot be had: no such folder, not readable, or no image in it.
 * The message is one sentence, or two, that names the cure and can be shown as it is.
 */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with the input and what to do about it
   */
  public InputException(String message) {
    super(Uris.masked(message));
  }

  /**
   * @param message what is wrong with the input and what to do about it
   * @param cause the failure underneath
   */
  public InputException(String message, Throwable cause) {
    super(Uris.masked(message), cause);
  }
}
