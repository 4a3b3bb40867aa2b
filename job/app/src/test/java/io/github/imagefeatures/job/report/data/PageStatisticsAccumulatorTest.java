package io.github.imagefeatures.job.report.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What passes by while components are written. */
final class PageStatisticsAccumulatorTest {
  private final SparkSession spark = LocalSpark.session();
  private final PageStatisticsAccumulator accumulator = new PageStatisticsAccumulator();
  private final PageStatistics none =
      new PageStatistics(new TreeMap<>(Map.of("a", 2L)), new TreeMap<>());

  @Test
  void aTaskThatIsTriedAgainCountsOnce() {
    spark.sparkContext().register(accumulator);
    JavaRDD<ProjectedVector> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(row("first", 0), row("second", 1)), 2);
    PageStatisticsAccumulator added = accumulator;
    PageStatistics begun = none;

    long written =
        rows.mapPartitions(part -> added.watching(part, begun.fresh()))
            .mapPartitions(
                part -> {
                  List<ProjectedVector> all = new ArrayList<>();
                  part.forEachRemaining(all::add);
                  TaskContext task = TaskContext.get();
                  if (task.partitionId() == 0 && task.attemptNumber() == 0) {
                    throw new IllegalStateException("the first try fails behind its last row");
                  }
                  return all.iterator();
                })
            .count();

    assertEquals(2, written);
    PageStatistics seen = accumulator.value();
    // Counted twice, the first row would draw the mean to a third.
    assertEquals(0.5, seen.spread("a"), 1e-12);
    assertEquals(
        List.of("first", "second"), seen.points().stream().map(point -> point.path()).toList());
  }

  @Test
  void itHoldsNothingUntilATasksLastRow() {
    var rows = accumulator.watching(List.of(row("first", 0)).iterator(), none.fresh());
    assertTrue(rows.hasNext());
    rows.next();
    assertTrue(accumulator.isZero());
    assertFalse(rows.hasNext());
    assertFalse(accumulator.isZero());
  }

  private static ProjectedVector row(String path, double component) {
    return new ProjectedVector(
        new FeatureVector(path, "a", new float[] {1}), new double[] {component});
  }
}
