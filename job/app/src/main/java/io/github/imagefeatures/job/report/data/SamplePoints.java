package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.table.ComponentsRow;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;

/**
 * The points that a page shows, by the rule of {@link PointSample}: the best of each class among
 * the rows that a task has seen or several together.
 */
public final class SamplePoints implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> quotas;
  private final HashMap<String, PriorityQueue<Candidate>> worstFirst = new HashMap<>();

  /**
   * A candidate: its place in the order, and what is shown of it. The natural order begins with the
   * worst.
   */
  private record Candidate(long order, String path, String label, float[] components)
      implements Serializable, Comparable<Candidate> {

    static Candidate of(ComponentsRow row) {
      int shown = Math.min(Point.MAX_COMPONENTS, row.getComponents().length);
      float[] components = new float[shown];
      for (int i = 0; i < shown; i++) {
        components[i] = (float) row.getComponents()[i];
      }
      return new Candidate(
          PointSample.order(row.getPath()), row.getPath(), row.getLabel(), components);
    }

    @Override
    public int compareTo(Candidate other) {
      return order == other.order ? other.path.compareTo(path) : Long.compare(other.order, order);
    }
  }

  /**
   * @param images by class
   */
  public SamplePoints(SortedMap<String, Long> images) {
    quotas = new HashMap<>(PointSample.quotas(images, PointSample.MAX_POINTS));
  }

  private SamplePoints(HashMap<String, Integer> quotas) {
    this.quotas = quotas;
  }

  /** Returns an empty sample with the quotas of this one. */
  public SamplePoints fresh() {
    return new SamplePoints(quotas);
  }

  public void add(ComponentsRow row) {
    offer(Candidate.of(row));
  }

  public void add(SamplePoints other) {
    other.worstFirst.values().forEach(candidates -> candidates.forEach(this::offer));
  }

  /** Returns the sampled points, sorted by path. */
  public List<Point> points() {
    return worstFirst.values().stream()
        .flatMap(PriorityQueue::stream)
        .map(kept -> new Point(kept.path(), kept.label(), kept.components()))
        .sorted(Comparator.comparing(Point::path))
        .toList();
  }

  private void offer(Candidate candidate) {
    PriorityQueue<Candidate> best =
        worstFirst.computeIfAbsent(candidate.label(), label -> new PriorityQueue<>());
    best.add(candidate);
    if (best.size() > quotas.getOrDefault(candidate.label(), 0)) {
      best.remove();
    }
  }
}
