package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.reduce.ComponentChoice;
import io.github.imagefeatures.job.reduce.Scaling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How features become components, and how many are kept. */
@Command(optionListHeading = "%nComponents:%n")
final class ReductionOptions {
  private static final double DEFAULT_VARIANCE = 0.99;

  @Option(
      names = "--variance",
      paramLabel = "SHARE",
      description =
          "Keep as few components as explain this share of the variance, above 0 to 1. Default: "
              + DEFAULT_VARIANCE)
  private Double variance;

  @Option(names = "--components", paramLabel = "N", description = "Keep this many components.")
  private Integer components;

  @Option(
      names = "--scaling",
      paramLabel = "standard|none",
      defaultValue = "standard",
      description = "Before the components: standardise every feature, or not. Default: standard")
  private Scaling scaling;

  Scaling scaling() {
    return scaling;
  }

  ComponentChoice components(UsageCheck check) {
    check.require(
        variance == null || components == null,
        "--variance and --components exclude each other: give one of them.");
    return check.checked("--variance or --components", this::choice);
  }

  private ComponentChoice choice() {
    if (components != null) {
      return new ComponentChoice.Fixed(components);
    }
    return new ComponentChoice.Variance(variance == null ? DEFAULT_VARIANCE : variance);
  }
}
