package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command line that picocli understands and that asks for what cannot be. */
public final class UsageException extends ParameterException {
  private static final long serialVersionUID = 1L;

  private final FailureId id;

  public UsageException(CommandLine command, FailureId id, String sentence) {
    super(command, sentence);
    this.id = id;
  }

  public FailureId id() {
    return id;
  }
}
