package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.folder.RunIds;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which finished run a command is about. */
@Command(optionListHeading = "Run")
public final class RunSelection {
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

  public String output() {
    return output;
  }

  public Optional<String> runId(CommandSpec spec) {
    if (runId != null) {
      requireValid(runId, "--run-id", spec);
    }
    return Optional.ofNullable(runId);
  }

  /**
   * Refuses a run that nobody can look for: what is neither a name nor a folder, or a name without
   * an output.
   *
   * @param run a run's name, or its folder
   * @param option or parameter that names the run
   * @param output where a run is that is given by its name; null where nobody says
   */
  public static void requireFindable(
      String run, String option, String output, UsageCheck check, CommandSpec spec) {
    if (!RunIds.isFolder(run)) {
      requireValid(run, option, spec);
      check.require(
          output != null,
          FailureId.OUTPUT_MISSING,
          "--output is missing, where the run '%s' would be looked for: give it, or the run's folder."
              .formatted(run));
    }
  }

  /**
   * Refuses what is not a run's name, and so might lead out of the output.
   *
   * @param option or parameter that names the run
   */
  public static void requireValid(String runId, String option, CommandSpec spec) {
    if (!RunIds.isValid(runId)) {
      throw new UsageException(
          spec.commandLine(),
          FailureId.RUN_ID_MALFORMED,
          "%s: '%s' is not a run's name: use up to 128 letters, digits, '.', '_' and '-', a letter or digit first."
              .formatted(option, runId));
    }
  }
}
