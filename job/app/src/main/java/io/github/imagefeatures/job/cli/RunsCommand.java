package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.job.cli.console.RunsTable;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.folder.RunCatalog;
import io.github.imagefeatures.job.folder.RunState;
import io.github.imagefeatures.session.SparkSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code runs}: what runs there are. */
@Command(
    name = "runs",
    customSynopsis = "image-features runs --output=URI [OPTIONS]",
    description = {
      "Lists the runs of an output, oldest first: complete, failed, unfinished, damaged.",
      "Whether a process is still at an unfinished run shows only in when it last wrote."
    },
    footer = {
      "  image-features runs --output output",
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

  /**
   * The same for programs.
   *
   * @param output where they are
   * @param runs oldest first
   */
  record Result(String output, List<RunState> runs) {}

  @Override
  public Integer call() {
    program.console().say(new OptionValues(spec.commandLine()));
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
    return 0;
  }
}
