package io.github.imagefeatures.job.settings;

/** A variable or a line of a settings file that cannot be taken; the message is for the user. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String sentence) {
    super(sentence);
  }

  SettingsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
