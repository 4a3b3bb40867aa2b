package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects a partition's rows block by block.
 *
 * @param map sent once to each executor and not with each task
 */
record Projection(Broadcast<AffineMap> map)
    implements FlatMapFunction<Iterator<FeatureVector>, ProjectedVector> {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  private static final int BLOCK_ROWS = LinearAlgebra.ROWS_A_CALL;

  @Override
  public Iterator<ProjectedVector> call(Iterator<FeatureVector> rows) {
    Queue<ProjectedVector> ready = new ArrayDeque<>();
    AtomicLong projected = new AtomicLong();
    logAtEnd(projected);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || rows.hasNext();
      }

      @Override
      public ProjectedVector next() {
        if (ready.isEmpty()) {
          ready.addAll(project(nextBlock(rows)));
          projected.addAndGet(ready.size());
        }
        return ready.remove();
      }
    };
  }

  private static void logAtEnd(AtomicLong projected) {
    long started = System.nanoTime();
    TaskCompletionListener log =
        context ->
            LOG.info(
                "Task {}: {} images projected in {} s",
                context.taskAttemptId(),
                projected,
                (System.nanoTime() - started) / 1e9);
    TaskContext.get().addTaskCompletionListener(log);
  }

  private static List<FeatureVector> nextBlock(Iterator<FeatureVector> rows) {
    List<FeatureVector> block = new ArrayList<>(BLOCK_ROWS);
    while (block.size() < BLOCK_ROWS && rows.hasNext()) {
      block.add(rows.next());
    }
    return block;
  }

  private List<ProjectedVector> project(List<FeatureVector> block) {
    int features = map.value().shift().length;
    float[] values = new float[BLOCK_ROWS * features];
    for (int i = 0; i < block.size(); i++) {
      System.arraycopy(block.get(i).getFeatures(), 0, values, i * features, features);
    }
    double[] projected = LinearAlgebra.project(values, block.size(), map.value());
    int k = map.value().components();
    List<ProjectedVector> rows = new ArrayList<>(block.size());
    for (int i = 0; i < block.size(); i++) {
      rows.add(row(block.get(i), Arrays.copyOfRange(projected, i * k, (i + 1) * k)));
    }
    return rows;
  }

  private ProjectedVector row(FeatureVector vector, double[] components) {
    ReconstructionError errors = map.value().errors();
    if (errors == null) {
      return new ProjectedVector(vector, components);
    }
    double squared = errors.squaredDistance(vector.getFeatures());
    double error = errors.of(squared, components);
    return new ProjectedVector(
        vector, components, squared, error, errors.corrected(error, squared, components));
  }
}
