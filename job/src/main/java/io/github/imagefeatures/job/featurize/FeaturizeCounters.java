package io.github.imagefeatures.job.featurize;

import io.github.imagefeatures.job.tensorflow.Processor;
import java.io.Serializable;
import java.util.List;
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
  private final CollectionAccumulator<String> warned;
  private final CollectionAccumulator<RejectedImage> rejected;
  private final CollectionAccumulator<Processor> processors;

  FeaturizeCounters(SparkContext spark) {
    featurized = spark.longAccumulator(Featurizer.FEATURIZED);
    warned = spark.collectionAccumulator("images with decoder warnings");
    rejected = spark.collectionAccumulator("rejected images");
    processors = spark.collectionAccumulator("processors");
  }

  void featurize(int images) {
    featurized.add(images);
  }

  void warn(String path) {
    warned.add(path);
  }

  void reject(RejectedImage image) {
    rejected.add(image);
  }

  void computeOn(Processor processor) {
    processors.add(processor);
  }

  long featurized() {
    return featurized.value();
  }

  List<String> warned() {
    return List.copyOf(warned.value());
  }

  List<RejectedImage> rejected() {
    return List.copyOf(rejected.value());
  }

  /** The processors of all tasks, each once. */
  List<Processor> processors() {
    return processors.value().stream().distinct().toList();
  }
}
