package io.github.imagefeatures.bench;

import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.weights.Networks;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** The model on two threads with the job's batch size: nothing but forward passes. */
final class ModelCallers implements AutoCloseable {
  /** Different input images; a caller's batch holds the first of them. */
  static final int INPUTS = 8;

  private static final int BATCH = FeaturizeOptions.DEFAULT_BATCH_SIZE;
  private static final long SEED = 5;

  private static final Executor IN_NEW_THREAD = work -> new Thread(work, "caller").start();

  private final FeatureExtractor model;
  private final List<FeatureExtractor.Batch> batches;

  ModelCallers(LoadedNetwork network) {
    model = network.open();
    batches = IntStream.range(0, Sitting.CORES).mapToObj(caller -> model.newBatch(BATCH)).toList();
    float[][] inputs = inputs();
    for (FeatureExtractor.Batch batch : batches) {
      for (int i = 0; i < BATCH; i++) {
        batch.image(i).put(inputs[i]);
      }
    }
  }

  /** Images of random pixels in [-1, 1]: {@link #INPUTS} for the default network. */
  static float[][] inputs() {
    Random random = new Random(SEED);
    float[][] inputs = new float[INPUTS][Networks.DEFAULT.input().numbers()];
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = random.nextFloat() * 2 - 1;
      }
    }
    return inputs;
  }

  /** Features of {@link #inputs()}. */
  float[][] features(float[][] inputs) {
    try (FeatureExtractor.Batch batch = model.newBatch(inputs.length)) {
      for (int i = 0; i < inputs.length; i++) {
        batch.image(i).put(inputs[i]);
      }
      return batch.features(inputs.length);
    }
  }

  /**
   * Takes images through the model on every core at once.
   *
   * @param images the images of each caller
   * @return images a second, of all callers together
   */
  double imagesPerSecond(int images) {
    int passes = Math.max(1, images / BATCH);
    inEveryCaller(Math.max(1, passes / 20));
    long start = System.nanoTime();
    inEveryCaller(passes);
    double seconds = (System.nanoTime() - start) / 1e9;
    return (double) passes * BATCH * Sitting.CORES / seconds;
  }

  private void inEveryCaller(int passes) {
    CompletableFuture<?>[] callers =
        batches.stream()
            .map(batch -> CompletableFuture.runAsync(() -> call(batch, passes), IN_NEW_THREAD))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(callers).join();
  }

  private static void call(FeatureExtractor.Batch batch, int passes) {
    for (int pass = 0; pass < passes; pass++) {
      batch.features(BATCH);
    }
  }

  @Override
  public void close() {
    batches.forEach(FeatureExtractor.Batch::close);
    model.close();
  }
}
