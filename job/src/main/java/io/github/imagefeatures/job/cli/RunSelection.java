package io.github.imagefeatures.job.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which finished run a command is about. */
final class RunSelection {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Where the folder runs/ is.")
  private String output;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of the run; by default the newest complete one.")
  private String runId;

  String output() {
    return output;
  }

  Optional<String> runId() {
    return Optional.ofNullable(runId);
  }
}
