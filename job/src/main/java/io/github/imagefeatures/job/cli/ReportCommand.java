package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.run.FinishedRun;
import io.github.imagefeatures.job.run.FinishedRuns;
import io.github.imagefeatures.job.run.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code report}: draws plots and page again. */
@Command(name = "report", description = "Draws plots and page of a finished run again.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunSelection selection;

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    try (SparkSession spark = SparkSettings.session("image-features report")) {
      CommandLine command = spec.commandLine();
      FinishedRun run =
          new FinishedRuns(selection.output(), spark).drawReport(runId, command.getErr()::println);
      command.getOut().println(run.page());
    }
    return 0;
  }
}
