package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.table.SparkInternals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How a command uses Spark. */
@Command(optionListHeading = "Spark")
public final class SparkOptions {
  @Option(
      names = "--spark-internals",
      paramLabel = "auto|off",
      completionCandidates = WhichInternals.class,
      defaultValue = "auto",
      description =
          "Read and write tables through Spark's and Parquet's internals where they work, or only"
              + " through Spark's public interface: slower, and the same tables. Default: auto")
  private SparkInternals.Use internals;

  /** Completes the values of {@code --spark-internals}. */
  static final class WhichInternals extends Choices {
    private static final long serialVersionUID = 1L;

    WhichInternals() {
      super(SparkInternals.Use.class);
    }
  }

  public SparkInternals.Use internals() {
    return internals;
  }
}
