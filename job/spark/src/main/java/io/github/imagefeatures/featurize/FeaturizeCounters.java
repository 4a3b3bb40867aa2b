package io.github.imagefeatures.featurize;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of one shard count. Spark adds up each task once, however often it was tried,
 * because the tasks are those that write the features: the last stage of their job.
 */
final class FeaturizeCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator featurized;
  private final CollectionAccumulator<ShardOutcome> outcomes;

  FeaturizeCounters(SparkContext spark) {
    featurized = spark.longAccumulator(Featurizer.FEATURIZED);
    outcomes = spark.collectionAccumulator("outcomes of images");
  }

  /** Counts images for those who watch the progress. */
  void featurize(int images) {
    featurized.add(images);
  }

  /**
   * Adds what came of a task's images. It is added after the last one and not as they go: an
   * executor's heartbeats carry whatever its accumulators hold.
   */
  void end(ShardOutcome task) {
    outcomes.add(task);
  }

  ShardOutcome outcome() {
    return ShardOutcome.sum(outcomes.value());
  }
}
