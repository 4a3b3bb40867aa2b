package io.github.imagefeatures.job.featurize;

import io.github.imagefeatures.job.model.FeatureExtractor;
import io.github.imagefeatures.job.model.FoldedWeights;

/** The one model of an executor's JVM, shared by its tasks and closed with the JVM. */
final class ExecutorModel {
  private static String id;
  private static FeatureExtractor extractor;

  private ExecutorModel() {}

  /** The extractor for these weights; another one than last time replaces it. */
  static synchronized FeatureExtractor get(FoldedWeights weights, int cores) {
    if (!weights.id().equals(id)) {
      if (extractor == null) {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModel::close, "close-model"));
      } else {
        extractor.close();
      }
      extractor = new FeatureExtractor(weights, cores);
      id = weights.id();
    }
    return extractor;
  }

  private static synchronized void close() {
    extractor.close();
  }
}
