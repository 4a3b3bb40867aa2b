package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Turns what options' values are refused for into failures of usage. */
public final class UsageCheck {
  private final CommandSpec command;

  /**
   * @param command whose options they are
   */
  public UsageCheck(CommandSpec command) {
    this.command = command;
  }

  /**
   * Makes something of options.
   *
   * @param id the id of the failure
   * @param option their names, for the sentence
   * @throws UsageException when it cannot be made of their values
   */
  <T> T checked(FailureId id, String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw failure(id, option + ": " + e.getMessage());
    }
  }

  public void require(boolean held, FailureId id, String sentence) {
    if (!held) {
      throw failure(id, sentence);
    }
  }

  private UsageException failure(FailureId id, String sentence) {
    return new UsageException(command.commandLine(), id, sentence);
  }
}
