package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Point;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets an image that might have another label beside the point most similar to it that has that
 * label, so that both can be looked at together.
 */
public final class Counterparts {
  private final List<Point> points;
  private final Map<String, Point> byPath = new HashMap<>();

  private Counterparts(List<Point> points) {
    this.points = points;
    points.forEach(point -> byPath.put(point.path(), point));
  }

  /**
   * Fills in what is not known.
   *
   * @param findings to show
   * @param points among which they are seen
   * @return the findings, with another path where there was none
   */
  public static Findings addTo(Findings findings, List<Point> points) {
    Counterparts counterparts = new Counterparts(points);
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
    Point image = byPath.get(finding.path());
    if (image == null || finding.suggestedLabel().isEmpty() || !finding.otherPath().isEmpty()) {
      return finding;
    }
    Optional<Point> counterpart =
        points.stream()
            .filter(point -> point.label().equals(finding.suggestedLabel()))
            .min(Comparator.comparingDouble(image::squaredDistance));
    return counterpart
        .map(
            point ->
                new Finding(
                    finding.path(),
                    point.path(),
                    finding.label(),
                    finding.suggestedLabel(),
                    finding.message()))
        .orElse(finding);
  }
}
