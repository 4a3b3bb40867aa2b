package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.report.PointSample;
import io.github.imagefeatures.job.report.ReportData.Point;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;

/**
 * The points that a page shows, by the rule of {@link PointSample}: each task keeps the best of
 * each class, the driver the best of those.
 */
final class SamplePoints {
  private SamplePoints() {}

  /** A candidate: its place in the order, and what is shown of it. */
  private record Candidate(long order, String path, String label, float[] components)
      implements Serializable {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong(Candidate::order).thenComparing(Candidate::path);

    static Candidate of(ComponentsRow row) {
      int shown = Math.min(Point.MAX_COMPONENTS, row.getComponents().length);
      float[] components = new float[shown];
      for (int i = 0; i < shown; i++) {
        components[i] = (float) row.getComponents()[i];
      }
      return new Candidate(
          PointSample.order(row.getPath()), row.getPath(), row.getLabel(), components);
    }
  }

  /**
   * @param rows of {@code pca/}
   * @param images by class
   */
  static List<Point> of(Dataset<ComponentsRow> rows, SortedMap<String, Long> images) {
    HashMap<String, Integer> quotas =
        new HashMap<>(PointSample.quotas(images, PointSample.MAX_POINTS));
    List<Candidate> candidates =
        rows.javaRDD()
            .mapPartitions(
                part -> {
                  Best best = new Best(quotas);
                  part.forEachRemaining(row -> best.offer(Candidate.of(row)));
                  return best.iterator();
                })
            .collect();
    Best best = new Best(quotas);
    candidates.forEach(best::offer);
    List<Point> points = new ArrayList<>();
    best.iterator()
        .forEachRemaining(
            kept -> points.add(new Point(kept.path(), kept.label(), kept.components())));
    points.sort(Comparator.comparing(Point::path));
    return points;
  }

  /** The best candidates of each class, as many as its quota. */
  private static final class Best {
    private final Map<String, Integer> quotas;
    private final Map<String, PriorityQueue<Candidate>> byLabel = new HashMap<>();

    Best(Map<String, Integer> quotas) {
      this.quotas = quotas;
    }

    void offer(Candidate candidate) {
      PriorityQueue<Candidate> worstFirst =
          byLabel.computeIfAbsent(
              candidate.label(), label -> new PriorityQueue<>(Candidate.BEST_FIRST.reversed()));
      worstFirst.add(candidate);
      if (worstFirst.size() > quotas.get(candidate.label())) {
        worstFirst.remove();
      }
    }

    Iterator<Candidate> iterator() {
      return byLabel.values().stream().flatMap(PriorityQueue::stream).iterator();
    }
  }
}
