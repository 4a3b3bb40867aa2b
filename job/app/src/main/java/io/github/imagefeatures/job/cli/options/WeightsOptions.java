package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.network.weights.Networks;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which weights the model has. */
@Command(optionListHeading = "Weights")
public final class WeightsOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE|URI",
      description =
          "Keras Applications' "
              + Networks.DEFAULT_TITLE
              + " weights (HDF5); by default looked for in models/, then downloaded.")
  private String model;

  @Option(
      names = "--model-sha256",
      paramLabel = "HEX",
      description =
          "The SHA-256 that the file named with --model must have: marks weights of your own as trusted.")
  private String modelSha256;

  @Option(
      names = "--allow-untrained",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "When no weights can be had, use random ones: a rehearsal, its features mean"
              + " nothing.")
  private boolean allowUntrained;

  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  public Optional<String> sha256(UsageCheck check) {
    check.require(
        modelSha256 == null || model != null,
        FailureId.SHA256_WITHOUT_MODEL,
        "--model-sha256 vouches for the file named with --model: name it.");
    check.require(
        modelSha256 == null || modelSha256.matches("[0-9a-fA-F]{64}"),
        FailureId.SHA256_MALFORMED,
        "--model-sha256 is 64 hexadecimal digits, not '%s'.".formatted(modelSha256));
    return Optional.ofNullable(modelSha256).map(digits -> digits.toLowerCase(Locale.ROOT));
  }

  public boolean allowUntrained() {
    return allowUntrained;
  }
}
