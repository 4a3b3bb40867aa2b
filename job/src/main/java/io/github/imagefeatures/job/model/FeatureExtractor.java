package io.github.imagefeatures.job.model;

import io.github.imagefeatures.job.tensorflow.TensorFlowRuntime;
import io.github.imagefeatures.job.tensorflow.TensorMemory;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;

/**
 * Runs MobileNetV2 on images: one TensorFlow session, shared by any number of callers, each with a
 * {@link Batch} of its own.
 *
 * <p>Its threads are those of {@link TensorFlowRuntime}.
 */
public final class FeatureExtractor implements AutoCloseable {
  private final Graph graph;
  private final Session session;

  /**
   * @param weights trained or untrained weights
   */
  public FeatureExtractor(FoldedWeights weights) {
    graph = MobileNetV2Graph.build(weights);
    session = TensorFlowRuntime.newSession(graph);
  }

  /**
   * @param capacity images in one forward pass at most
   * @return room for a batch; for one thread at a time
   */
  public Batch newBatch(int capacity) {
    return new Batch(capacity);
  }

  /** Frees the session and its graph. No batch may be used after that. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /**
   * Input and output memory of one caller, outside the Java heap, reused from one forward pass to
   * the next: {@code capacity * 602,112} bytes.
   */
  public final class Batch implements AutoCloseable {
    private final int capacity;
    private final TFloat32 images;
    private final FloatBuffer pixels;

    private Batch(int capacity) {
      this.capacity = capacity;
      images = TFloat32.tensorOf(Shape.of(capacity, MobileNetV2.SIDE, MobileNetV2.SIDE, 3));
      pixels = TensorMemory.of(images);
    }

    /** {@return images in one forward pass at most} */
    public int capacity() {
      return capacity;
    }

    /**
     * The place of an image, to be written to before the forward pass and not after {@link #close}.
     *
     * @param index 0 to capacity - 1
     * @return room for {@link MobileNetV2#INPUT_SIZE} numbers in [-1, 1]: height, width, channel
     */
    public FloatBuffer image(int index) {
      return pixels.slice(index * MobileNetV2.INPUT_SIZE, MobileNetV2.INPUT_SIZE);
    }

    /**
     * One forward pass over the first {@code count} images. An image's features do not depend on
     * what else is in the batch.
     *
     * @param count 1 to capacity
     * @return {@code count} vectors of {@link MobileNetV2#FEATURES} numbers, in the order put in
     */
    public float[][] features(int count) {
      Objects.checkFromToIndex(1, count, capacity);
      if (count == capacity) {
        return run(images, count);
      }
      try (TFloat32 part = firstImages(count)) {
        return run(part, count);
      }
    }

    @Override
    public void close() {
      images.close();
    }

    private TFloat32 firstImages(int count) {
      return TFloat32.tensorOf(
          Shape.of(count, MobileNetV2.SIDE, MobileNetV2.SIDE, 3),
          images.asRawTensor().data().asFloats().slice(0, (long) count * MobileNetV2.INPUT_SIZE));
    }

    private float[][] run(TFloat32 input, int count) {
      try (Result result =
          session
              .runner()
              .setOptions(TensorFlowRuntime.inCallersThread())
              .feed(MobileNetV2Graph.INPUT, input)
              .fetch(MobileNetV2Graph.OUTPUT)
              .run()) {
        FloatDataBuffer all = result.get(0).asRawTensor().data().asFloats();
        float[][] features = new float[count][MobileNetV2.FEATURES];
        for (int i = 0; i < count; i++) {
          all.slice((long) i * MobileNetV2.FEATURES, MobileNetV2.FEATURES).read(features[i]);
        }
        return features;
      }
    }
  }
}
