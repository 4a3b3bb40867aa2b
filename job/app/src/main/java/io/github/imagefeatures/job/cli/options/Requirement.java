package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.findings.FindingKind;
import io.github.imagefeatures.job.folder.Manifest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a figure of a finished run must be at least or at most.
 *
 * @param figure which one
 * @param isLowest whether the bound is the lowest value allowed, and not the highest
 * @param bound of the figure, as it was given
 */
public record Requirement(Figure figure, boolean isLowest, BigDecimal bound) {
  private static final Pattern FORM = Pattern.compile("([a-z-]+)(>=|<=)([0-9]+(?:[.][0-9]+)?)");

  private static final String ACCURACY = "knn-accuracy";
  private static final String REJECTED = "rejected";

  private static final List<FindingKind> OF_LABELS =
      List.of(FindingKind.LABEL_CONFLICT, FindingKind.SUSPECT_LABEL, FindingKind.CONFUSED_LABELS);

  /**
   * A figure of a run.
   *
   * @param name in the option
   * @param of reads it; empty where the run does not know it
   */
  record Figure(String name, Function<Manifest, OptionalDouble> of) {}

  /** All figures: how well neighbours tell labels, what was rejected, and the findings. */
  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(ACCURACY, Requirement::accuracy));
    figures.add(new Figure(REJECTED, manifest -> OptionalDouble.of(manifest.counts().rejected())));
    figures.add(
        new Figure("duplicates", findings(FindingKind.EXACT_DUPLICATE, FindingKind.SAME_PICTURE)));
    for (FindingKind kind : FindingKind.values()) {
      figures.add(
          new Figure(
              kind.key().replace('_', '-'),
              manifest ->
                  isLookedFor(kind, manifest)
                      ? findings(kind).apply(manifest)
                      : OptionalDouble.empty()));
    }
    return figures;
  }

  private static OptionalDouble accuracy(Manifest manifest) {
    return manifest.neighbours() == null
        ? OptionalDouble.empty()
        : manifest.neighbours().byFeatures();
  }

  private static Function<Manifest, OptionalDouble> findings(FindingKind... kinds) {
    return manifest ->
        manifest.findings() == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                Stream.of(kinds)
                    .mapToLong(kind -> manifest.findings().getOrDefault(kind.key(), 0L))
                    .sum());
  }

  /** None where there was nothing to look at is not the same as none. */
  private static boolean isLookedFor(FindingKind kind, Manifest manifest) {
    if (kind == FindingKind.SPLIT_LEAK) {
      return manifest.counts().bySplit().keySet().stream().filter(name -> !name.isEmpty()).count()
          > 1;
    }
    if (kind == FindingKind.OUTLIER) {
      return manifest.counts().featurized() >= FindingKind.FEWEST_FOR_OUTLIERS;
    }
    return !OF_LABELS.contains(kind) || accuracy(manifest).isPresent();
  }

  /**
   * Reads requirements.
   *
   * @param text such as {@code knn-accuracy>=0.9,rejected<=0}
   * @return one or more
   * @throws IllegalArgumentException when it is not of this form; the message is a sentence's end
   */
  static List<Requirement> read(String text) {
    return Stream.of(text.split(",", -1)).map(each -> one(each.strip())).toList();
  }

  private static Requirement one(String text) {
    Matcher form = FORM.matcher(text);
    List<Figure> figures = figures();
    Optional<Figure> named =
        form.matches()
            ? figures.stream().filter(figure -> figure.name().equals(form.group(1))).findFirst()
            : Optional.empty();
    return new Requirement(
        named.orElseThrow(() -> notOne(text, figures)),
        form.group(2).equals(">="),
        new BigDecimal(form.group(3)));
  }

  /** {@return whether a run without neighbours knows the figure} */
  public boolean holdsWithoutNeighbours() {
    return figure.name().equals(REJECTED);
  }

  /** {@return whether the bound is one that the figure can have} */
  public boolean isPossible() {
    return !figure.name().equals(ACCURACY) || bound.compareTo(BigDecimal.ONE) <= 0;
  }

  private static IllegalArgumentException notOne(String text, List<Figure> figures) {
    return new IllegalArgumentException(
        "'%s' is not a figure with >= or <= and a number, such as 'rejected<=0' (in a shell with the quotes); there are %s."
            .formatted(text, String.join(", ", figures.stream().map(Figure::name).toList())));
  }

  /**
   * Holds a run against this.
   *
   * @param run its manifest
   * @return why it does not hold, in words; empty when it does
   */
  public Optional<String> unmetBy(Manifest run) {
    OptionalDouble value = figure.of().apply(run);
    if (value.isEmpty()) {
      return Optional.of("%s is not known of this run".formatted(figure.name()));
    }
    BigDecimal found = BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros();
    int order = found.compareTo(bound);
    return (isLowest ? order >= 0 : order <= 0)
        ? Optional.empty()
        : Optional.of(
            "%s is %s and must be at %s %s"
                .formatted(
                    figure.name(),
                    found.toPlainString(),
                    isLowest ? "least" : "most",
                    bound.toPlainString()));
  }
}
