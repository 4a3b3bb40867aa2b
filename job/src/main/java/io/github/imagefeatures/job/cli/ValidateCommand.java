package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.run.FinishedRun;
import io.github.imagefeatures.job.run.FinishedRuns;
import io.github.imagefeatures.job.run.SparkSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code validate}: checks a finished run. */
@Command(
    name = "validate",
    description = {
      "Opens a finished run and checks what its manifest claims: counts, dimensions, finite"
          + " numbers, every listed image either featurized or rejected, a consistent variance"
          + " table, a model that loads."
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunSelection selection;

  @Override
  public Integer call() {
    Optional<String> runId = selection.runId(spec);
    try (SparkSession spark = SparkSettings.session("image-features validate")) {
      FinishedRun run = new FinishedRuns(selection.output(), spark).validate(runId);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s is what its manifest claims: %,d images listed, %,d featurized, %,d rejected, %d components.%n",
              run.folder(),
              run.manifest().counts().listed(),
              run.manifest().counts().featurized(),
              run.manifest().counts().rejected(),
              run.manifest().reduction().components());
    }
    return 0;
  }
}
