package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.run.FinishedRuns;
import io.github.imagefeatures.job.run.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
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
      String page = new FinishedRuns(selection.output(), spark).drawReport(runId).page();
      spec.commandLine().getOut().println(page);
    }
    return 0;
  }
}
