package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.RunSummary;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code validate}: checks a finished run. */
@Command(
    name = "validate",
    customSynopsis = "image-features validate --output=URI [OPTIONS]",
    description = {
      "Opens a finished run and checks what its manifest claims: counts, dimensions, finite"
          + " numbers, every listed image either featurized or rejected, a consistent variance"
          + " table, a model that loads and gives the components."
    },
    footer = {
      "  image-features validate --output output",
      "  image-features validate --output s3a://bucket/out --run-id RUN-ID"
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;
  @Mixin private RunSelection selection;
  @Mixin private SparkOptions sparkOptions;

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    try (SparkSession spark =
        SparkSettings.session(
            "image-features validate", sparkOptions.internals(), program.console()::warn)) {
      CompletedRun run = new FinishedRuns(selection.output(), spark).validate(runId);
      program
          .console()
          .answer(
              spec.commandLine(), new RunSummary(run).result(), out -> out.println(sentence(run)));
    }
    return 0;
  }

  private static String sentence(CompletedRun run) {
    return String.format(
        Locale.ROOT,
        "%s is valid: %,d images listed, %,d featurized, %,d rejected, %d components.",
        RunFolder.shown(run.folder().toString()),
        run.manifest().counts().listed(),
        run.manifest().counts().featurized(),
        run.manifest().counts().rejected(),
        run.manifest().reduction().components());
  }
}
