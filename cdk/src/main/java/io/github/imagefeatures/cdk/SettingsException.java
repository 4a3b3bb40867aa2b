package io.github.imagefeatures.cdk;

/** A context value that cannot be used; the message is one sentence that names what is allowed. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String id;

  /**
   * A value that is refused.
   *
   * @param id the id of the kind of failure, such as {@code IF-CDK-01}
   * @param sentence what is wrong and what is allowed
   */
  public SettingsException(String id, String sentence) {
    super(sentence);
    this.id = id;
  }

  /** {@return the id of the kind of failure, the anchor of its cure in the documentation} */
  public String id() {
    return id;
  }
}
