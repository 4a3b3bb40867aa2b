package io.github.imagefeatures.job.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns what options' values are refused for into failures of usage. */
final class UsageCheck {
  private final CommandSpec command;

  /**
   * @param command whose options they are
   */
  UsageCheck(CommandSpec command) {
    this.command = command;
  }

  /**
   * Makes something of options.
   *
   * @param option their names, for the sentence
   * @throws ParameterException when it cannot be made of their values
   */
  <T> T checked(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw failure(option + ": " + e.getMessage());
    }
  }

  void require(boolean held, String sentence) {
    if (!held) {
      throw failure(sentence);
    }
  }

  private ParameterException failure(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }
}
