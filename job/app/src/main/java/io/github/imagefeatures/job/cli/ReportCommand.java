package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.RunSummary;
import io.github.imagefeatures.job.cli.options.RunFolderOptions;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.cli.options.UsageCheck;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code report}: draws plots and page again. */
@Command(
    name = "report",
    customSynopsis = "image-features report --output=URI [OPTIONS]",
    description = "Draws plots and page of a finished run again.",
    footer = {
      "  image-features report --output output --run-id RUN-ID",
      "  image-features report --output output --thumbnails 1000"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;
  @Mixin private RunSelection selection;
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--thumbnails",
      paramLabel = "N",
      description =
          "Make small pictures of N images at most anew, from the images where the run found them, as many as fit into 6 MB; 0 draws the page without pictures. By default it has those of the run.")
  private Integer thumbnails;

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    OptionalInt pictures = OptionalInt.empty();
    if (thumbnails != null) {
      RunFolderOptions.requireThumbnails(thumbnails, new UsageCheck(spec));
      pictures = OptionalInt.of(thumbnails);
    }
    try (SparkSession spark =
        SparkSettings.session(
            "image-features report", sparkOptions.internals(), program.console()::warn)) {
      CompletedRun run =
          new FinishedRuns(selection.output(), spark)
              .drawReport(runId, pictures, program.console()::warn);
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
