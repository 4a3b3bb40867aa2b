package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.Choices;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How a command uses Spark. */
@Command(optionListHeading = "Spark")
final class SparkOptions {
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

  /**
   * Opens a session.
   *
   * @param name of the application
   * @param warnings is told if the internals were to be used and do not work
   */
  SparkSession session(String name, Consumer<String> warnings) {
    return SparkSettings.session(name, internals, warnings);
  }
}
