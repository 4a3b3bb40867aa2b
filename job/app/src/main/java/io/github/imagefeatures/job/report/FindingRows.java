package io.github.imagefeatures.job.report;

import io.github.imagefeatures.job.report.ReportData.Example;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.report.ReportData.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The findings as the page lists them: each image with its place among the points. */
final class FindingRows {

  private static final int IN_VIEW = 6;
  private static final int NO_POINT = -1;

  /**
   * A kind and its rows.
   *
   * @param first those in view
   * @param more those that are folded
   */
  public record Kind(String key, String inWords, long total, List<Row> first, List<Row> more) {

    /** {@return how many rows the page has} */
    public int shown() {
      return first.size() + more.size();
    }
  }

  /** One finding: its images, one or pairs of them, or its labels alone. */
  public record Row(List<Image> images, String label, String suggestedLabel, String message) {}

  /**
   * One image of a finding.
   *
   * @param point its place among the page's points, from 0; below 0 when it is none of them
   * @param named whether its label is known
   */
  public record Image(String path, String file, String label, boolean named, int point) {}

  private final List<Point> points;
  private final Map<String, Integer> indices = new HashMap<>();

  private FindingRows(List<Point> points) {
    this.points = points;
    for (int i = 0; i < points.size(); i++) {
      indices.put(points.get(i).path(), i);
    }
  }

  static List<Kind> of(Findings findings, List<Point> points) {
    FindingRows rows = new FindingRows(points);
    return findings.kinds().stream().map(rows::kind).toList();
  }

  private Kind kind(FindingsOfKind found) {
    List<Row> rows =
        found.shown().stream().limit(ReportPage.MAX_FINDINGS_OF_KIND).map(this::row).toList();
    int inView = Math.min(IN_VIEW, rows.size());
    return new Kind(
        found.kind(),
        found.inWords(),
        found.total(),
        rows.subList(0, inView),
        rows.subList(inView, rows.size()));
  }

  private Row row(Finding finding) {
    return new Row(
        Stream.concat(
                Stream.of(image(finding.path(), finding.label()), other(finding)),
                finding.examples().stream().flatMap(example -> pair(finding, example)))
            .filter(image -> !image.path().isEmpty())
            .toList(),
        finding.label(),
        finding.suggestedLabel(),
        finding.message());
  }

  private Stream<Image> pair(Finding finding, Example example) {
    return Stream.of(
        image(example.path(), finding.label()),
        image(example.otherPath(), finding.suggestedLabel()));
  }

  private Image image(String path, String label) {
    return new Image(
        path, ReportData.nameOf(path), label, true, indices.getOrDefault(path, NO_POINT));
  }

  /** The table has no label of the other image, the points have those of the images shown. */
  private Image other(Finding finding) {
    int point = indices.getOrDefault(finding.otherPath(), NO_POINT);
    return new Image(
        finding.otherPath(),
        ReportData.nameOf(finding.otherPath()),
        point == NO_POINT ? "" : points.get(point).label(),
        point != NO_POINT,
        point);
  }
}
