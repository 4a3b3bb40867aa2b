package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.RunSummary;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code report}: draws plots and page again. */
@Command(
    name = "report",
    customSynopsis = "image-features report --output=URI [OPTIONS]",
    description = "Draws plots and page of a finished run again.",
    footer = "  image-features report --output output --run-id RUN-ID")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;
  @Mixin private RunSelection selection;
  @Mixin private SparkOptions sparkOptions;

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    try (SparkSession spark =
        SparkSettings.session(
            "image-features report", sparkOptions.internals(), program.console()::warn)) {
      CompletedRun run =
          new FinishedRuns(selection.output(), spark).drawReport(runId, program.console()::warn);
      program
          .console()
          .answer(
              spec.commandLine(),
              new RunSummary(run).result(),
              out -> out.println(RunFolder.shown(run.page())));
    }
    return 0;
  }
}
