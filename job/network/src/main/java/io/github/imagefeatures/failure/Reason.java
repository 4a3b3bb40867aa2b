package io.github.imagefeatures.failure;

import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a failure says, as part of a sentence: storage clients answer in paragraphs. */
public final class Reason {

  /** What storage clients put before the message of a cause: the name of its class. */
  private static final Pattern CLASS_NAME =
      Pattern.compile(
          "(?:\\b[a-z][a-z0-9_]*\\.){2,}(?:[A-Z]\\w*[.$])*[A-Z]\\w*(?:Exception|Error):\\s*");

  private Reason() {}

  /**
   * The first line of its message without a full stop and without the names of Java's classes, or
   * its kind if it has no message.
   *
   * @param failure any
   * @return the line
   */
  public static String of(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String line =
        CLASS_NAME
            .matcher(message)
            .replaceAll("")
            .lines()
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("")
            .strip();
    if (line.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof FileSystemException onlyNamesTheFile
        && onlyNamesTheFile.getReason() == null) {
      return line + ": " + kind(failure);
    }
    return line.replaceFirst("[.;]+$", "");
  }

  /**
   * The first line of the message at the root of a failure.
   *
   * @param failure any
   * @return the line; {@code no reason given} where the root has no message
   */
  public static String atRootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** {@code access denied} for an AccessDeniedException. */
  private static String kind(Throwable failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replaceFirst("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
