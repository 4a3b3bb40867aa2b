package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.failure.FailureId;
import io.github.imagefeatures.job.source.SetSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a small set of images goes and how large it is. */
@Command(optionListHeading = "New images")
final class NewImages {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A folder that does not exist yet or is empty.")
  private String to;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many classes. Default: ${DEFAULT-VALUE}")
  private int classes;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many images of each. Default: ${DEFAULT-VALUE}")
  private int perClass;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same images. Default: ${DEFAULT-VALUE}")
  private long seed;

  String to() {
    return to;
  }

  long seed() {
    return seed;
  }

  SetSize size(CommandSpec spec) {
    try {
      return new SetSize(classes, perClass);
    } catch (IllegalArgumentException e) {
      throw new UsageException(spec.commandLine(), FailureId.SET_SIZE, e.getMessage());
    }
  }
}
