package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Scaling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How features become components, and how many are kept. */
@Command(optionListHeading = "Components")
public final class ReductionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--variance",
      paramLabel = "SHARE",
      description =
          "Keep as few components as explain this share of the variance, above 0 to 1. Default: "
              + ComponentChoice.DEFAULT_VARIANCE)
  private Double variance;

  @Option(
      names = "--components",
      paramLabel = "N",
      description = "Keep this many components; excludes --variance.")
  private Integer components;

  @Option(
      names = "--scaling",
      paramLabel = "standard|none",
      completionCandidates = Scalings.class,
      defaultValue = "standard",
      description =
          "Whether every feature is standardised before the components are fitted. Default: standard")
  private Scaling scaling;

  /** For the tab key. */
  static final class Scalings extends Choices {
    private static final long serialVersionUID = 1L;

    Scalings() {
      super(Scaling.class);
    }
  }

  public Scaling scaling() {
    return scaling;
  }

  /** Of the two that exclude each other, the one from the source that wins counts. */
  public ComponentChoice components(UsageCheck check) {
    OptionValues values = new OptionValues(command.commandLine());
    int nearer = values.distance("--components") - values.distance("--variance");
    check.require(
        variance == null || components == null || nearer != 0,
        FailureId.VARIANCE_AND_COMPONENTS,
        "--variance and --components exclude each other: give one of them.");
    boolean fixed = components != null && (variance == null || nearer < 0);
    return check.checked(
        FailureId.COMPONENTS_OUT_OF_RANGE, "--variance or --components", () -> choice(fixed));
  }

  private ComponentChoice choice(boolean fixed) {
    if (fixed) {
      return new ComponentChoice.Fixed(components);
    }
    return new ComponentChoice.Variance(
        variance == null ? ComponentChoice.DEFAULT_VARIANCE : variance);
  }
}
