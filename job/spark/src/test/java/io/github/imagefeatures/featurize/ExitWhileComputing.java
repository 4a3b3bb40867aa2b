package io.github.imagefeatures.featurize;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.weights.Networks;
import java.util.concurrent.CountDownLatch;

/** A program for {@link ExecutorModelTest}: ends while its threads compute images by an engine. */
final class ExitWhileComputing {
  private static final int THREADS = 4;

  private ExitWhileComputing() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch computing = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> compute(Engine.valueOf(args[0]), computing));
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(
          (failed, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
          });
      thread.start();
    }
    computing.await();
    System.exit(0);
  }

  private static void compute(Engine engine, CountDownLatch computing) {
    try (ExecutorModel.Lease lease = ExecutorModel.lease(Networks.DEFAULT.untrained(1).on(engine));
        FeatureExtractor.Batch batch = lease.extractor().newBatch(4)) {
      batch.features(4);
      computing.countDown();
      while (true) {
        batch.features(4);
      }
    }
  }
}
