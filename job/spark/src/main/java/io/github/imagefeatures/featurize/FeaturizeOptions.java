package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import java.util.OptionalInt;

/**
 * How images become features.
 *
 * @param partitions tasks, and so files, of equal size; empty to let the number of cores decide
 * @param batchSize images decoded before the network runs on them, 1 to {@link #MAX_BATCH_SIZE};
 *     features do not depend on it
 * @param limits what one image may cost
 * @param resampling which release of Pillow images are resized like
 * @param orientation whether images are turned upright
 */
public record FeaturizeOptions(
    OptionalInt partitions,
    int batchSize,
    ImageLimits limits,
    Resampling resampling,
    Orientation orientation) {
  /** Measured best: larger batches are no faster and hold more memory. */
  public static final int DEFAULT_BATCH_SIZE = 4;

  /** The options of a run that names none. */
  public static final FeaturizeOptions DEFAULT =
      new FeaturizeOptions(
          OptionalInt.empty(),
          DEFAULT_BATCH_SIZE,
          ImageLimits.DEFAULT,
          Resampling.DEFAULT,
          Orientation.DEFAULT);

  /** The largest batch, which takes 38 MB of pixels a task with the default network. */
  public static final int MAX_BATCH_SIZE = 64;

  public FeaturizeOptions {
    if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
      throw new IllegalArgumentException("the batch size is 1 to " + MAX_BATCH_SIZE);
    }
    if (partitions.isPresent() && partitions.getAsInt() < 1) {
      throw new IllegalArgumentException("the number of partitions is 1 or more");
    }
  }
}
