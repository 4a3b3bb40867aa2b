package io.github.imagefeatures.job.featurize;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.Iterable;

/**
 * Counts featurized images while tasks run: finished tasks by what they counted, running ones by
 * what their executors' heartbeats say.
 */
public final class FeaturizeProgress extends SparkListener {
  private final LongConsumer images;
  private final Map<Long, Long> running = new HashMap<>();
  private long finished;

  /**
   * @param already images featurized before
   * @param images hears the number of images so far
   */
  public FeaturizeProgress(long already, LongConsumer images) {
    this.finished = already;
    this.images = images;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.reason() == Success$.MODULE$) {
      finished += countOf(end.taskInfo().accumulables());
    }
    tell();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    for (var tasks = heartbeat.accumUpdates().iterator(); tasks.hasNext(); ) {
      var task = tasks.next();
      running.put((Long) task._1(), countOf(task._4()));
    }
    tell();
  }

  private void tell() {
    images.accept(finished + running.values().stream().mapToLong(Long::longValue).sum());
  }

  private static long countOf(Iterable<AccumulableInfo> accumulables) {
    long count = 0;
    for (var each = accumulables.iterator(); each.hasNext(); ) {
      AccumulableInfo info = each.next();
      boolean ours = info.name().isDefined() && info.name().get().equals(Featurizer.FEATURIZED);
      if (ours && info.update().isDefined() && info.update().get() instanceof Long update) {
        count += update;
      }
    }
    return count;
  }
}
