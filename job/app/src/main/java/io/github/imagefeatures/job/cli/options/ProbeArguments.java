package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.probe.ProbeOptions;
import io.github.imagefeatures.table.SparkInternals;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All options of {@code probe}, and what is made of them. */
@Command(name = "probe")
public class ProbeArguments {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "The folder that is probed, where probe.json is left.")
  private String output;

  @Option(
      names = "--images-per-core",
      paramLabel = "N",
      defaultValue = "" + ProbeOptions.DEFAULT_IMAGES_PER_CORE,
      description =
          "Drawn pictures that each core featurizes while the rate is measured. Default: "
              + ProbeOptions.DEFAULT_IMAGES_PER_CORE)
  private int imagesPerCore;

  @Option(
      names = "--node-price",
      paramLabel = "DOLLARS",
      description =
          "What a node costs an hour, all together; by default the price of its type on demand"
              + " with EMR's share, where that is known.")
  private Double nodePrice;

  @Mixin private WeightsOptions weights;
  @Mixin private SparkOptions spark;

  /**
   * What the probe is asked to do.
   *
   * @return the options, each within its range
   * @throws UsageException for the first that is not
   */
  public final ProbeOptions options() {
    UsageCheck check = new UsageCheck(spec);
    check.require(
        imagesPerCore >= 1 && imagesPerCore <= ProbeOptions.MOST_IMAGES_PER_CORE,
        FailureId.PROBE_OUT_OF_RANGE,
        String.format(
            Locale.ROOT,
            "--images-per-core is 1 to %d, not %d.",
            ProbeOptions.MOST_IMAGES_PER_CORE,
            imagesPerCore));
    check.require(
        nodePrice == null || nodePrice > 0 && Double.isFinite(nodePrice),
        FailureId.PROBE_OUT_OF_RANGE,
        "--node-price is above 0 dollars, not %s.".formatted(nodePrice));
    return new ProbeOptions(
        output,
        weights.onnx(check),
        weights.engine(),
        weights.model(),
        weights.sha256(check),
        weights.allowUntrained(),
        imagesPerCore,
        Optional.ofNullable(nodePrice));
  }

  /** {@return whether Spark's internals are used} */
  protected final SparkInternals.Use internals() {
    return spark.internals();
  }

  /** {@return the command as it was parsed} */
  protected final CommandSpec command() {
    return spec;
  }
}
