package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The count of images while tasks run, from the events that Spark sends. */
final class FeaturizeProgressTest {
  private final List<Long> told = new ArrayList<>();
  private final FeaturizeProgress progress = new FeaturizeProgress(100, told::add);

  @Test
  void runningAndFinishedTasksAddUpToWhatWasThereBefore() {
    heartbeat(1, 10);
    heartbeat(2, 5);
    end(1, 32);
    heartbeat(2, 20);
    end(2, 32);
    assertEquals(List.of(110L, 115L, 137L, 152L, 164L), told);
  }

  @Test
  void aTaskThatFailedIsCountedOnceItIsDoneAgain() {
    heartbeat(1, 20);
    fail(1, 20);
    heartbeat(2, 7);
    end(2, 32);
    assertEquals(List.of(120L, 120L, 120L, 132L), told, "and the count never falls");
  }

  @Test
  void aHeartbeatThatComesLateIsNotCountedAgain() {
    end(1, 32);
    heartbeat(1, 30);
    assertEquals(List.of(132L, 132L), told);
  }

  @Test
  void otherCountersAreNotImages() {
    progress.onTaskEnd(ended(1, Success$.MODULE$, counter("rows written", 50)));
    assertEquals(List.of(100L), told);
  }

  private void heartbeat(long task, long images) {
    Tuple4<Object, Object, Object, Seq<AccumulableInfo>> update =
        new Tuple4<>(task, 0, 0, seq(List.of(counter(Featurizer.FEATURIZED, images))));
    progress.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "driver",
            seq(List.of(update)),
            scala.collection.Map$.MODULE$.<scala.Tuple2<Object, Object>, ExecutorMetrics>empty()));
  }

  private void end(long task, long images) {
    progress.onTaskEnd(ended(task, Success$.MODULE$, counter(Featurizer.FEATURIZED, images)));
  }

  private void fail(long task, long images) {
    TaskEndReason reason =
        new ExceptionFailure(
            "x",
            "x",
            new StackTraceElement[0],
            "x",
            Option.empty(),
            seq(List.of()),
            seq(List.of()),
            seq(List.of()));
    progress.onTaskEnd(ended(task, reason, counter(Featurizer.FEATURIZED, images)));
  }

  private static SparkListenerTaskEnd ended(
      long task, TaskEndReason reason, AccumulableInfo counter) {
    TaskInfo info =
        new TaskInfo(task, 0, 0, 0, 0, "driver", "localhost", TaskLocality.PROCESS_LOCAL(), false);
    info.setAccumulables(seq(List.of(counter)));
    return new SparkListenerTaskEnd(0, 0, "ResultTask", reason, info, new ExecutorMetrics(), null);
  }

  private static AccumulableInfo counter(String name, long update) {
    return new AccumulableInfo(
        1, Option.apply(name), Option.apply(update), Option.empty(), false, false, Option.empty());
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }
}
