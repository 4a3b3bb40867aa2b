package io.github.imagefeatures.network;

import java.nio.FloatBuffer;

/**
 * Runs a network on images, for any number of callers at once, each with a {@link Batch} of its
 * own.
 *
 * <p>An image's features are the same bits whatever else is in its batch, however large or full the
 * batch is.
 */
public interface FeatureExtractor extends AutoCloseable {

  /**
   * @param capacity images in one batch at most, 1 or more
   * @return room for a batch; for one thread at a time
   */
  Batch newBatch(int capacity);

  /** Frees what the network holds. No batch may be used after that. */
  @Override
  void close();

  /** The input of one caller, reused from one forward pass to the next. */
  interface Batch extends AutoCloseable {

    /** {@return images in one batch at most} */
    int capacity();

    /**
     * The place of an image, to be written to before the forward pass and not after {@link #close}.
     *
     * @param index 0 to capacity - 1
     * @return room for as many numbers as the network's {@link Network#input} has: height, width,
     *     channel, the last fastest
     */
    FloatBuffer image(int index);

    /**
     * Runs the network on the first {@code count} images.
     *
     * @param count 1 to capacity
     * @return {@code count} vectors of {@link Network#features} numbers, in the order put in
     */
    float[][] features(int count);

    /** Frees the input. */
    @Override
    void close();
  }
}
