package io.github.imagefeatures.job.run;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;

/** What a page needs of the components, from one pass over them. */
final class ComponentsPass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ClassSpreads spreads = new ClassSpreads();
  private final SamplePoints points;

  private ComponentsPass(SamplePoints points) {
    this.points = points;
  }

  /**
   * Reads all rows.
   *
   * @param images by class
   */
  static ComponentsPass over(JavaRDD<ComponentsRow> rows, SortedMap<String, Long> images) {
    SamplePoints none = new SamplePoints(images);
    return rows.mapPartitions(part -> List.of(ofPartition(part, none.fresh())).iterator())
        .reduce(ComponentsPass::plus);
  }

  private static ComponentsPass ofPartition(Iterator<ComponentsRow> rows, SamplePoints points) {
    ComponentsPass pass = new ComponentsPass(points);
    while (rows.hasNext()) {
      ComponentsRow row = rows.next();
      pass.spreads.add(row);
      pass.points.add(row);
    }
    return pass;
  }

  private static ComponentsPass plus(ComponentsPass a, ComponentsPass b) {
    a.spreads.add(b.spreads);
    a.points.add(b.points);
    return a;
  }

  ClassSpreads spreads() {
    return spreads;
  }

  SamplePoints points() {
    return points;
  }
}
