package io.github.imagefeatures.failure;

/** A bug, a crash or a lost cluster; only {@link FailureClassifier} makes it. */
final class UnexpectedException extends JobException {
  private static final long serialVersionUID = 1L;

  UnexpectedException(FailureId id, String sentence, Throwable cause) {
    super(ExitCode.UNEXPECTED, id, sentence, cause);
  }
}
