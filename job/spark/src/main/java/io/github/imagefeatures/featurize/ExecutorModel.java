package io.github.imagefeatures.featurize;

import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;

/** The one network of an executor's JVM, shared by its tasks and closed with the JVM. */
final class ExecutorModel {
  private static String id;
  private static FeatureExtractor extractor;

  private ExecutorModel() {}

  /** The extractor for this network; another one than last time replaces it. */
  static synchronized FeatureExtractor get(LoadedNetwork network) {
    if (!network.id().equals(id)) {
      if (extractor == null) {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModel::close, "close-model"));
      } else {
        extractor.close();
      }
      extractor = network.open();
      id = network.id();
    }
    return extractor;
  }

  /**
   * Builds the model in the background, so that it is there when the first task asks for it. For
   * local mode, where the driver's JVM is the executor's and has a core to spare while Spark plans.
   */
  static void buildAhead(LoadedNetwork network) {
    Thread builder = new Thread(() -> get(network), "build-model");
    builder.setDaemon(true);
    // Whoever asks for the model next meets the same failure and reports it.
    builder.setUncaughtExceptionHandler((thread, failure) -> {});
    builder.start();
  }

  private static synchronized void close() {
    extractor.close();
  }
}
