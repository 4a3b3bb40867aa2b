package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Finding;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Sample;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    int points = page.sample().points().size();
    long fit = room / (BYTES_AROUND + inBase64(FEWEST_BYTES));
    int count = (int) Math.max(1, Math.min(Math.min(most, points), fit));
    long bytes = (room / count - BYTES_AROUND) * 3 / 4;
    int mostBytes = (int) Math.max(FEWEST_BYTES, Math.min(ThumbnailEncoder.MAX_BYTES, bytes));
    return new PicturedPoints(new Choice(page.sample(), count).choose(page), mostBytes);
  }

  private static int inBase64(int bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** The paths chosen so far of as many as are to be. */
  private record Choice(
      List<Point> points, Optional<Nearest> nearest, int count, Set<String> paths) {

    Choice(Sample sample, int count) {
      this(sample.points(), sample.nearest(), count, new LinkedHashSet<>());
    }

    Set<String> choose(ReportData page) {
      if (count < points.size()) {
        page.findings().ifPresent(findings -> add(pathsOf(findings)));
        int classes = (int) points.stream().map(Point::label).distinct().count();
        int[] sample = sample(Math.max(classes, count / (Nearest.MOST + 1)));
        add(paths(IntStream.of(sample)));
        for (int point : sample) {
          if (paths.size() < count) {
            add(similarTo(point));
          }
        }
      }
      add(paths(IntStream.of(sample(count))));
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
          .flatMap(Choice::pathsOf)
          .filter(known::containsKey)
          .toList();
    }

    private static Stream<String> pathsOf(Finding finding) {
      return Stream.concat(
          Stream.of(finding.path(), finding.otherPath()),
          finding.examples().stream()
              .flatMap(example -> Stream.of(example.path(), example.otherPath())));
    }

    private int[] sample(int wished) {
      return PointSample.pick(
          points.stream().map(Point::path).toList(),
          points.stream().map(Point::label).toList(),
          Math.min(wished, count));
    }

    private List<String> paths(IntStream places) {
      return places.mapToObj(place -> points.get(place).path()).toList();
    }

    /** As the page has them: of the run's neighbours, or by Euclid over the components shown. */
    private List<String> similarTo(int point) {
      return paths(
          nearest
              .map(each -> IntStream.of(each.images().get(point)))
              .map(places -> places.filter(place -> place != Nearest.NOT_SHOWN))
              .orElseGet(() -> byComponents(points.get(point))));
    }

    private IntStream byComponents(Point point) {
      double[] distances = points.stream().mapToDouble(point::squaredDistance).toArray();
      return IntStream.range(0, points.size())
          .boxed()
          .sorted(Comparator.comparingDouble(other -> distances[other]))
          .limit(Nearest.MOST + 1L)
          .mapToInt(Integer::intValue);
    }
  }
}
