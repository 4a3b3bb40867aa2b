package io.github.imagefeatures.job.source;

/** What a failure says, as part of a sentence: storage clients answer in paragraphs. */
final class Reason {

  private Reason() {}

  /** The first line of its message without a full stop, or its kind if it has no message. */
  static String of(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String line = message.lines().filter(text -> !text.isBlank()).findFirst().orElse("").strip();
    return line.isEmpty() ? failure.getClass().getSimpleName() : line.replaceFirst("[.;]+$", "");
  }
}
