package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.job.cli.console.RunsTable;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.folder.RunCatalog;
import io.github.imagefeatures.job.folder.RunState;
import io.github.imagefeatures.session.SparkSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code runs}: what runs there are; removes those that are named. */
@Command(
    name = "runs",
    customSynopsis = "image-features runs --output=URI [OPTIONS]",
    description = {
      "Lists the runs of an output, oldest first: complete, failed, unfinished, damaged. To see"
          + " whether a process is still working on an unfinished run, look at the time of its last"
          + " write.",
      "With --remove it removes runs instead."
    },
    footer = {
      "  image-features runs --output output",
      "  image-features runs --output output --remove RUN-ID OTHER-ID",
      "  image-features runs --output s3a://bucket/out --json"
    })
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Where the folder runs/ is.")
  private String output;

  @Option(
      names = "--remove",
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Remove these runs with all that is in their folders, complete ones, too; never one that"
              + " is being written.")
  private List<String> removed;

  /**
   * The list of runs as {@code --json} gives it.
   *
   * @param output where they are
   * @param runs oldest first
   */
  record Result(String output, List<RunState> runs) {}

  /**
   * What is left, for programs.
   *
   * @param output where the runs were
   * @param removed their names
   * @param latest the newest complete run that is left; null when there is none
   */
  record Removal(String output, List<String> removed, String latest) {}

  @Override
  public Integer call() {
    if (removed != null) {
      removed.forEach(run -> RunSelection.requireValid(run, "--remove", spec));
    }
    program.console().say(new OptionValues(spec.commandLine()));
    if (removed == null) {
      list();
    } else {
      remove(new LinkedHashSet<>(removed));
    }
    return 0;
  }

  private void remove(Set<String> runIds) {
    Optional<String> latest = new RunCatalog(output, SparkSettings.hadoop()).remove(runIds);
    String sentence =
        "Removed %s; %s."
            .formatted(
                String.join(", ", runIds),
                latest
                    .map(run -> "the newest complete run is " + run)
                    .orElse("there is no complete run any more"));
    program
        .console()
        .answer(
            spec.commandLine(),
            new Removal(Credentials.masked(output), List.copyOf(runIds), latest.orElse(null)),
            out -> out.println(sentence));
  }

  private void list() {
    List<RunState> runs = new RunCatalog(output, SparkSettings.hadoop()).list();
    if (runs.isEmpty()) {
      program.console().say("there are no runs in " + Credentials.masked(output) + " yet.");
    }
    program
        .console()
        .answer(
            spec.commandLine(),
            new Result(Credentials.masked(output), runs),
            new RunsTable(runs)::print);
  }
}
