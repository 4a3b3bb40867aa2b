package io.github.imagefeatures.job.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is said while a command works. */
@Command(optionListHeading = "%nPrinting:%n")
final class PrintOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but failures.")
  private boolean quiet;

  boolean quiet() {
    return quiet;
  }
}
