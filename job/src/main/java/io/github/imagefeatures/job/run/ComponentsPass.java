package io.github.imagefeatures.job.run;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;

/** What a page needs of the components, of the rows that a task has seen or several together. */
final class ComponentsPass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ClassSpreads spreads = new ClassSpreads();
  private final SamplePoints points;

  private ComponentsPass(SamplePoints points) {
    this.points = points;
  }

  /**
   * Has seen no rows yet.
   *
   * @param images by class
   */
  static ComponentsPass ofNone(SortedMap<String, Long> images) {
    return new ComponentsPass(new SamplePoints(images));
  }

  /**
   * Reads all rows.
   *
   * @param images by class
   */
  static ComponentsPass over(JavaRDD<ComponentsRow> rows, SortedMap<String, Long> images) {
    ComponentsPass none = ofNone(images);
    return rows.mapPartitions(part -> List.of(none.fresh().plus(part)).iterator())
        .reduce(ComponentsPass::plus);
  }

  /** The same, of no rows yet. */
  ComponentsPass fresh() {
    return new ComponentsPass(points.fresh());
  }

  void add(ComponentsRow row) {
    spreads.add(row);
    points.add(row);
  }

  /** Adds what another has seen. */
  ComponentsPass plus(ComponentsPass other) {
    spreads.add(other.spreads);
    points.add(other.points);
    return this;
  }

  private ComponentsPass plus(Iterator<ComponentsRow> rows) {
    rows.forEachRemaining(this::add);
    return this;
  }

  ClassSpreads spreads() {
    return spreads;
  }

  SamplePoints points() {
    return points;
  }
}
