package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.samples.SetSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a small set of images goes and how large it is. */
@Command(optionListHeading = "New images")
public final class NewImages {
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

  public String to() {
    return to;
  }

  public long seed() {
    return seed;
  }

  public SetSize size(CommandSpec spec) {
    try {
      return new SetSize(classes, perClass);
    } catch (IllegalArgumentException e) {
      throw new UsageException(spec.commandLine(), FailureId.SET_SIZE, e.getMessage());
    }
  }
}
