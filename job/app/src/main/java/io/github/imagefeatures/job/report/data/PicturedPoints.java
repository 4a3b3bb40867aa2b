package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Point;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The points of a page that get a picture, as many as there is room for, and how large a picture
 * may be. All of them, if they have room. Otherwise first the images of findings, then a sample by
 * the rule of {@link PointSample} with at least one of each class, then the images that the page
 * names as similar to these, and then others.
 *
 * @param paths of the images to picture
 * @param mostBytes of each picture's file
 */
public record PicturedPoints(Set<String> paths, int mostBytes) {
  /** Images that the page names as similar to one. */
  private static final int SIMILAR = 10;

  /** With fewer bytes a photograph is no longer recognised: then fewer images get a picture. */
  private static final int FEWEST_BYTES = 500;

  /** Of a picture in a page, its file in Base64 aside: its number, and what kind of data it is. */
  private static final int BYTES_AROUND = 40;

  /**
   * Chooses them.
   *
   * @param page what it shows; it has one point or more, and no pictures yet
   * @param room bytes of the page that pictures may take
   * @param most pictures at most, 1 or more; one is made even where there is no room
   * @return the points to picture
   */
  public static PicturedPoints of(ReportData page, long room, int most) {
    List<Point> points = page.sample().points();
    long fit = room / (BYTES_AROUND + inBase64(FEWEST_BYTES));
    int count = (int) Math.max(1, Math.min(Math.min(most, points.size()), fit));
    long bytes = (room / count - BYTES_AROUND) * 3 / 4;
    int mostBytes = (int) Math.max(FEWEST_BYTES, Math.min(ThumbnailEncoder.MAX_BYTES, bytes));
    return new PicturedPoints(new Choice(points, count).choose(page), mostBytes);
  }

  private static int inBase64(int bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** The paths chosen so far of as many as are to be. */
  private record Choice(List<Point> points, int count, Set<String> paths) {

    Choice(List<Point> points, int count) {
      this(points, count, new LinkedHashSet<>());
    }

    Set<String> choose(ReportData page) {
      if (count < points.size()) {
        page.findings().ifPresent(findings -> add(pathsOf(findings)));
        int classes = (int) points.stream().map(Point::label).distinct().count();
        List<Point> sample = sample(Math.max(classes, count / (SIMILAR + 1)));
        add(sample.stream().map(Point::path).toList());
        for (Point point : sample) {
          if (paths.size() < count) {
            add(similarTo(point));
          }
        }
      }
      add(sample(count).stream().map(Point::path).toList());
      add(points.stream().map(Point::path).toList());
      return paths;
    }

    private void add(Collection<String> more) {
      for (String path : more) {
        if (paths.size() < count) {
          paths.add(path);
        }
      }
    }

    /** Those of findings that are points. */
    private List<String> pathsOf(ReportData.Findings findings) {
      Map<String, Point> known = new HashMap<>();
      points.forEach(point -> known.put(point.path(), point));
      return findings.kinds().stream()
          .flatMap(kind -> kind.shown().stream())
          .flatMap(finding -> Stream.of(finding.path(), finding.otherPath()))
          .filter(known::containsKey)
          .toList();
    }

    private List<Point> sample(int wished) {
      int[] picks =
          PointSample.pick(
              points.stream().map(Point::path).toList(),
              points.stream().map(Point::label).toList(),
              Math.min(wished, count));
      return IntStream.of(picks).mapToObj(points::get).toList();
    }

    /** As the page has them: by Euclid over the components that it shows. */
    private List<String> similarTo(Point point) {
      double[] distances = points.stream().mapToDouble(point::squaredDistance).toArray();
      return IntStream.range(0, points.size())
          .boxed()
          .sorted(Comparator.comparingDouble(other -> distances[other]))
          .limit(SIMILAR + 1L)
          .map(other -> points.get(other).path())
          .toList();
    }
  }
}
