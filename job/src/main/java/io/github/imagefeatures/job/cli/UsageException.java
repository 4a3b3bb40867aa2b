package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.failure.FailureId;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command line that picocli understands and that asks for what cannot be. */
final class UsageException extends ParameterException {
  private static final long serialVersionUID = 1L;

  private final FailureId id;

  UsageException(CommandLine command, FailureId id, String sentence) {
    super(command, sentence);
    this.id = id;
  }

  FailureId id() {
    return id;
  }
}
