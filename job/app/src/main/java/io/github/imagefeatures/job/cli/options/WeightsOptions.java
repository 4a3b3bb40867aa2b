package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.weights.Networks;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which network makes the features, and with which weights. */
@Command(optionListHeading = "Network")
public final class WeightsOptions {
  private static final String SHA256 = "[0-9a-fA-F]{64}";

  @Option(
      names = "--network",
      paramLabel = "NAME|FILE|URI",
      description =
          "The network, "
              + Networks.DEFAULT_NAME
              + " by default: one of "
              + Networks.NAMES
              + ", looked for in models/ and then downloaded, or an ONNX file of your own, such as"
              + " dinov2.onnx.")
  private String network = Networks.DEFAULT_NAME;

  @Option(
      names = "--network-sha256",
      paramLabel = "HEX",
      description = "The SHA-256 that the ONNX file must have: marks it as trusted.")
  private String networkSha256;

  @Option(
      names = "--preprocessing",
      paramLabel = "NAME|FILE|URI",
      description =
          "How images become the ONNX file's input: imagenet, clip, siglip, keras-tf, keras-caffe,"
              + " keras-torch or a JSON file; by default the JSON file beside the network, or what a"
              + " network named above wants.")
  private String preprocessing;

  @Option(
      names = "--network-output",
      paramLabel = "NAME",
      description =
          "The output of the ONNX file that has the features; by default the first with one vector"
              + " for each image.")
  private String networkOutput;

  @Option(
      names = "--pooling",
      paramLabel = "cls|mean",
      description =
          "How the vectors of an image's tokens become one: the first, or the mean of all; for an"
              + " output with a vector for each token.")
  private Pooling pooling;

  @Option(
      names = "--engine",
      paramLabel = "tensorflow|onnxruntime",
      description =
          "The library that computes the network: for "
              + Networks.DEFAULT_NAME
              + " by default onnxruntime on x86-64 and tensorflow elsewhere, and always onnxruntime for"
              + " an ONNX file.")
  private Engine engine;

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

  /**
   * The network that the user has in an ONNX file.
   *
   * @return empty for the default network
   * @throws UsageException when options for such a file are given without one, or the file and
   *     weights for the default network together
   */
  public Optional<OnnxFile> onnx(UsageCheck check) {
    if (network.equals(Networks.DEFAULT_NAME)) {
      check.require(
          networkSha256 == null
              && preprocessing == null
              && networkOutput == null
              && pooling == null,
          FailureId.NETWORK_OPTIONS,
          "--network-sha256, --preprocessing, --network-output and --pooling are for an ONNX file: name it with --network.");
      return Optional.empty();
    }
    check.require(
        network.endsWith(".onnx") || Networks.onnx(network).isPresent(),
        FailureId.NETWORK_OPTIONS,
        "--network is one of %s, or the address of a file whose name ends in .onnx, not '%s'."
            .formatted(Networks.NAMES, network));
    check.require(
        model == null && modelSha256 == null,
        FailureId.NETWORK_OPTIONS,
        "--model names weights of %s, and the ONNX file of --network has its own: leave one of them out."
            .formatted(Networks.DEFAULT_NAME));
    check.require(
        networkSha256 == null || networkSha256.matches(SHA256),
        FailureId.SHA256_MALFORMED,
        "--network-sha256 is 64 hexadecimal digits, not '%s'.".formatted(networkSha256));
    check.require(
        engine != Engine.TENSORFLOW,
        FailureId.NETWORK_OPTIONS,
        "ONNX Runtime computes the ONNX file of --network: leave --engine tensorflow out.");
    return Optional.of(
        new OnnxFile(
            network,
            Optional.ofNullable(networkSha256).map(digits -> digits.toLowerCase(Locale.ROOT)),
            Optional.ofNullable(preprocessing),
            Optional.ofNullable(networkOutput),
            Optional.ofNullable(pooling)));
  }

  /** {@return the library that computes the network; empty for the network's own} */
  public Optional<Engine> engine() {
    return Optional.ofNullable(engine);
  }

  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  public Optional<String> sha256(UsageCheck check) {
    check.require(
        modelSha256 == null || model != null,
        FailureId.SHA256_WITHOUT_MODEL,
        "--model-sha256 vouches for the file named with --model: name it.");
    check.require(
        modelSha256 == null || modelSha256.matches(SHA256),
        FailureId.SHA256_MALFORMED,
        "--model-sha256 is 64 hexadecimal digits, not '%s'.".formatted(modelSha256));
    return Optional.ofNullable(modelSha256).map(digits -> digits.toLowerCase(Locale.ROOT));
  }

  public boolean allowUntrained() {
    return allowUntrained;
  }
}
