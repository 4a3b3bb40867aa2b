package io.github.imagefeatures.cdk;

/** A context value that cannot be used; the message is one sentence that names what is allowed. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong and what is allowed
   */
  public SettingsException(String sentence) {
    super(sentence);
  }
}
