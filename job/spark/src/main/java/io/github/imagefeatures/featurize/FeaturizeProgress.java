package io.github.imagefeatures.featurize;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.Iterable;

/**
 * Counts images while tasks work on them: finished tasks by what they counted, running ones by what
 * their executors' heartbeats say.
 */
public final class FeaturizeProgress extends SparkListener {
  private final String counter;
  private final LongConsumer images;
  private final Map<Long, Long> running = new HashMap<>();
  private final Set<Long> ended = new HashSet<>();
  private long finished;
  private long told;

  /**
   * Counts featurized images.
   *
   * @param already images featurized before
   * @param images as below
   */
  public FeaturizeProgress(long already, LongConsumer images) {
    this(Featurizer.FEATURIZED, already, images);
  }

  /**
   * @param counter the name of the accumulator that tasks count their images with
   * @param already images that were done before
   * @param images receives the number of images so far; it never decreases, though a task may fail
   *     and its images be counted anew
   */
  public FeaturizeProgress(String counter, long already, LongConsumer images) {
    this.counter = counter;
    this.finished = already;
    this.images = images;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    ended.add(end.taskInfo().taskId());
    if (end.reason() == Success$.MODULE$) {
      finished += countOf(end.taskInfo().accumulables());
    }
    tell();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    for (var tasks = heartbeat.accumUpdates().iterator(); tasks.hasNext(); ) {
      var task = tasks.next();
      Long id = (Long) task._1();
      // A heartbeat may arrive after the end of a task that it tells of.
      if (!ended.contains(id)) {
        running.put(id, countOf(task._4()));
      }
    }
    tell();
  }

  private void tell() {
    told = Math.max(told, finished + running.values().stream().mapToLong(Long::longValue).sum());
    images.accept(told);
  }

  private long countOf(Iterable<AccumulableInfo> accumulables) {
    long count = 0;
    for (var each = accumulables.iterator(); each.hasNext(); ) {
      AccumulableInfo info = each.next();
      boolean ours = info.name().isDefined() && info.name().get().equals(counter);
      if (ours && info.update().isDefined() && info.update().get() instanceof Long update) {
        count += update;
      }
    }
    return count;
  }
}
