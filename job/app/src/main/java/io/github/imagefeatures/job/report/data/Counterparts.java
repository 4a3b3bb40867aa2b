package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.job.report.ReportData.Example;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Sets an image that might have another label beside the most similar image shown that has that
 * label, and images of a label beside those of the label that it is confused with, so that they can
 * be looked at together.
 */
public final class Counterparts {
  /** Pairs of images for two labels that are confused. */
  private static final int EXAMPLES = 3;

  private final List<Point> points;
  private final Optional<Nearest> nearest;
  private final Map<String, Integer> byPath = new HashMap<>();

  /** An image of a label and the nearest of the other one; places among the points. */
  private record Pair(int image, int other, double distance) {}

  private Counterparts(Sample sample) {
    this.points = sample.points();
    this.nearest = sample.nearest();
    for (int i = 0; i < points.size(); i++) {
      byPath.put(points.get(i).path(), i);
    }
  }

  /**
   * Fills in what is not known.
   *
   * @param findings to show
   * @param sample the images among which they are seen
   * @return the findings, with another path or with examples where there were none
   */
  public static Findings addTo(Findings findings, Sample sample) {
    Counterparts counterparts = new Counterparts(sample);
    return new Findings(
        findings.inWords(),
        findings.kinds().stream()
            .map(
                kind ->
                    new FindingsOfKind(
                        kind.kind(),
                        kind.inWords(),
                        kind.total(),
                        kind.shown().stream().map(counterparts::addTo).toList(),
                        kind.images()))
            .toList());
  }

  private Finding addTo(Finding finding) {
    if (finding.suggestedLabel().isEmpty() || !finding.otherPath().isEmpty()) {
      return finding;
    }
    Integer image = byPath.get(finding.path());
    return finding.path().isEmpty()
        ? with(finding, "", examples(finding.label(), finding.suggestedLabel()))
        : with(
            finding, image == null ? "" : counterpart(image, finding.suggestedLabel()), List.of());
  }

  private static Finding with(Finding finding, String otherPath, List<Example> examples) {
    return new Finding(
        finding.path(),
        otherPath,
        finding.label(),
        finding.suggestedLabel(),
        finding.message(),
        examples);
  }

  /** By the neighbours, and where none of those has the label, by the components. */
  private String counterpart(int image, String label) {
    return IntStream.of(nearest.map(each -> each.images().get(image)).orElse(new int[0]))
        .filter(other -> other != Nearest.NOT_SHOWN)
        .mapToObj(points::get)
        .filter(point -> point.label().equals(label))
        .findFirst()
        .or(() -> byComponents(points.get(image), label))
        .map(Point::path)
        .orElse("");
  }

  private Optional<Point> byComponents(Point image, String label) {
    return points.stream()
        .filter(point -> point.label().equals(label))
        .min(Comparator.comparingDouble(image::squaredDistance));
  }

  /** Images of either label whose nearest image has the other one, the nearest first. */
  private List<Example> examples(String label, String other) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < points.size() && nearest.isPresent(); i++) {
      int image = i;
      String own = points.get(image).label();
      if (own.equals(label) || own.equals(other)) {
        nearestDifferent(image)
            .filter(
                pair -> points.get(pair.other()).label().equals(own.equals(label) ? other : label))
            .map(pair -> own.equals(label) ? pair : new Pair(pair.other(), image, pair.distance()))
            .ifPresent(pairs::add);
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::distance));
    return firstOfEach(pairs);
  }

  /** Copies are not what makes two labels look alike; empty where the nearest is not shown. */
  private Optional<Pair> nearestDifferent(int image) {
    int[] places = nearest.orElseThrow().images().get(image);
    double[] distances = nearest.orElseThrow().distances().get(image);
    return IntStream.range(0, places.length)
        .filter(rank -> distances[rank] > 0)
        .mapToObj(rank -> new Pair(image, places[rank], distances[rank]))
        .findFirst()
        .filter(pair -> pair.other() != Nearest.NOT_SHOWN);
  }

  /** No image twice. */
  private List<Example> firstOfEach(List<Pair> pairs) {
    Set<Integer> taken = new HashSet<>();
    List<Example> examples = new ArrayList<>();
    for (Pair pair : pairs) {
      if (examples.size() < EXAMPLES
          && !taken.contains(pair.image())
          && !taken.contains(pair.other())) {
        taken.add(pair.image());
        taken.add(pair.other());
        examples.add(new Example(points.get(pair.image()).path(), points.get(pair.other()).path()));
      }
    }
    return examples;
  }
}
