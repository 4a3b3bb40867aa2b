package io.github.imagefeatures.job.cli.options;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.folder.RunIds;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How features become components, and how many are kept. */
@Command(optionListHeading = "Components")
public final class ReductionOptions {
  /** Ask for components, or for what the page shows by them. */
  private static final List<String> OF_COMPONENTS =
      List.of("--variance", "--components", "--scaling", "--thumbnails", "--fit-from");

  /** Ask for a fit of these images. */
  private static final List<String> OF_A_FIT = List.of("--variance", "--scaling");

  private static final ComponentChoice ALL = new ComponentChoice.Variance(1);

  private static final String AUTO = "auto";

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
      paramLabel = "N|auto",
      completionCandidates = Automatic.class,
      converter = Wish.Reading.class,
      description =
          "Keep this many components, or with auto the fewest by which the nearest image has the"
              + " same label about as often as by all; excludes --variance. A number from the"
              + " environment or a file: this many or, of a small set, as many as there are.")
  private Wish components;

  @Option(
      names = "--scaling",
      paramLabel = "standard|none",
      completionCandidates = Scalings.class,
      defaultValue = "standard",
      description =
          "Whether every feature is standardised before the components are fitted. Default: standard")
  private Scaling scaling;

  @Option(
      names = "--features-only",
      negatable = true,
      description =
          "Make features and no components; one image is enough. Excludes the other options of"
              + " components and --thumbnails.")
  private boolean featuresOnly;

  @Option(
      names = "--fit-from",
      paramLabel = "RUN|URI",
      description =
          "Fit nothing: use scaling and components of this earlier run, by its name under --output"
              + " or its folder, a path or address with a '/'; also of a saved model. One image is"
              + " enough; --components keeps fewer.")
  private String fitFrom;

  /** Completes the values of {@code --scaling}. */
  static final class Scalings extends Choices {
    private static final long serialVersionUID = 1L;

    Scalings() {
      super(Scaling.class);
    }
  }

  /** All that is completed: any number may stand in its place. */
  static final class Automatic extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Automatic() {
      super(List.of(AUTO));
    }
  }

  /**
   * What {@code --components} says.
   *
   * @param count null for as many as neighbours choose
   */
  private record Wish(Integer count) {
    /** Reads a number or {@code auto}. */
    static final class Reading implements ITypeConverter<Wish> {
      @Override
      public Wish convert(String text) {
        try {
          return new Wish(text.equals(AUTO) ? null : Integer.valueOf(text));
        } catch (NumberFormatException e) {
          throw new TypeConversionException(
              "'%s' is neither an integer nor %s".formatted(text, AUTO));
        }
      }
    }

    @JsonValue
    Object asGiven() {
      return count == null ? AUTO : count;
    }

    ComponentChoice choice() {
      return count == null ? new ComponentChoice.ByAccuracy() : new ComponentChoice.Fixed(count);
    }

    /** Of a source that is meant for many sets. */
    ComponentChoice asDefault() {
      return count == null ? choice() : new ComponentChoice.AtMost(count);
    }
  }

  /**
   * Whether components are left out. Of options that exclude each other, those from the source that
   * wins count.
   */
  public boolean featuresOnly(UsageCheck check) {
    return featuresOnly && wins("--features-only", OF_COMPONENTS, FailureId.FEATURES_ONLY, check);
  }

  /** The run or model whose fit is used; empty when there is a fit of these images, or none. */
  public Optional<String> fitFrom(UsageCheck check) {
    if (fitFrom == null
        || featuresOnly(check)
        || !wins("--fit-from", ofAFit(), FailureId.FIT_FROM, check)) {
      return Optional.empty();
    }
    if (!RunIds.isFolder(fitFrom)) {
      RunSelection.requireValid(fitFrom, "--fit-from", command);
    }
    return Optional.of(fitFrom);
  }

  /** A number of components keeps fewer of an earlier fit; to choose one is part of a fit. */
  private List<String> ofAFit() {
    return components == null || components.count() != null
        ? OF_A_FIT
        : Stream.concat(OF_A_FIT.stream(), Stream.of("--components")).toList();
  }

  /** Whether an option counts beside those that it excludes: those from the nearest source do. */
  private boolean wins(String option, List<String> excluded, FailureId id, UsageCheck check) {
    OptionValues values = new OptionValues(command.commandLine());
    int own = values.distance(option);
    boolean outdone = false;
    for (String other : excluded) {
      int theirs = values.distance(other);
      check.require(
          theirs != own,
          id,
          "%s and %s exclude each other: give one of them.".formatted(option, other));
      outdone |= theirs < own;
    }
    return !outdone;
  }

  public Scaling scaling() {
    return scaling;
  }

  /**
   * Chooses between {@code --components} and {@code --variance}, which exclude each other, by the
   * source that has precedence. A number on the command line is meant for these images; one from
   * the environment or a file is a default for many sets, which a small one need not meet.
   */
  public ComponentChoice components(UsageCheck check) {
    OptionValues values = new OptionValues(command.commandLine());
    if (fitFrom(check).isPresent()) {
      // A number from farther away is meant for fits, and this one keeps what the earlier one has.
      boolean fewer =
          components != null && values.distance("--components") <= values.distance("--fit-from");
      return check.checked(
          FailureId.COMPONENTS_OUT_OF_RANGE,
          "--components",
          () -> fewer ? components.choice() : ALL);
    }
    int nearer = values.distance("--components") - values.distance("--variance");
    check.require(
        variance == null || components == null || nearer != 0,
        FailureId.VARIANCE_AND_COMPONENTS,
        "--variance and --components exclude each other: give one of them.");
    boolean counted = components != null && (variance == null || nearer < 0);
    boolean wished = values.distance("--components") > 0;
    return check.checked(
        FailureId.COMPONENTS_OUT_OF_RANGE,
        "--variance or --components",
        () -> !counted ? share() : wished ? components.asDefault() : components.choice());
  }

  private ComponentChoice share() {
    return new ComponentChoice.Variance(
        variance == null ? ComponentChoice.DEFAULT_VARIANCE : variance);
  }
}
