package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.cli.options.UsageCheck;
import io.github.imagefeatures.job.cli.options.WeightsFolders;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.PublishedOnnx;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.network.weights.WeightsProvenance;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code model}: finds, downloads or verifies the weights. */
@Command(
    name = "model",
    customSynopsis = "image-features model [OPTIONS]",
    description =
        "Finds the weights, downloads them when they are not there, verifies their sha256 and"
            + " prints where they are.",
    footer = {
      "  image-features model",
      "  image-features model --network dinov2_small",
      "  image-features model --to /opt/weights --json"
    })
final class ModelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Whose: one of " + Networks.NAMES + ". Default: " + Networks.DEFAULT_NAME)
  private String network = Networks.DEFAULT_NAME;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Look in this folder only, and download into it. Default: models/")
  private Path folder;

  /**
   * The weights found, for programs.
   *
   * @param path file or address
   * @param sha256 the SHA-256 of the file
   * @param source what it is, in words
   */
  record Result(String path, String sha256, String source) {}

  @Override
  public Integer call() {
    Configuration hadoop = new Configuration();
    WeightsLocator locator =
        folder == null ? WeightsFolders.locator(hadoop) : WeightsFolders.in(hadoop, folder);
    WeightsProvenance found = find(locator).provenance();
    program
        .console()
        .answer(
            spec.commandLine(),
            new Result(Credentials.masked(found.source()), found.sha256(), found.description()),
            out ->
                out.printf(
                    "path    %s%nsha256  %s%nsource  %s%n",
                    found.source(), found.sha256(), found.description()));
    return 0;
  }

  private Weights find(WeightsLocator locator) {
    if (network.equals(Networks.DEFAULT_NAME)) {
      return locator.find(Networks.DEFAULT);
    }
    Optional<PublishedOnnx> published = Networks.onnx(network);
    new UsageCheck(spec)
        .require(
            published.isPresent(),
            FailureId.NETWORK_OPTIONS,
            "--network is one of %s, not '%s'.".formatted(Networks.NAMES, network));
    return locator.find(published.get());
  }
}
