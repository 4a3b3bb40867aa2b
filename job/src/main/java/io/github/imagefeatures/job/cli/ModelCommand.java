package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.model.WeightsLocator;
import io.github.imagefeatures.job.model.WeightsProvenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model}: finds, downloads or verifies the weights. */
@Command(
    name = "model",
    description =
        "Finds the weights, downloads them when they are not there, verifies their sha256 and prints where they are.")
final class ModelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Look in this folder only, and download into it. Default: models/")
  private Path folder;

  @Override
  public Integer call() {
    Configuration hadoop = new Configuration();
    WeightsLocator locator =
        folder == null ? WeightsFolders.locator(hadoop) : WeightsFolders.in(hadoop, folder);
    WeightsProvenance found = locator.find().provenance();
    spec.commandLine()
        .getOut()
        .printf(
            "path    %s%nsha256  %s%nsource  %s%n",
            found.source(), found.sha256(), found.description());
    return 0;
  }
}
