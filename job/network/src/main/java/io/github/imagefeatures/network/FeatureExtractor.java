package io.github.imagefeatures.network;

import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import io.github.imagefeatures.tensorflow.TensorMemory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
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
 *
 * <p>An image's features are the same bits whatever else is in its batch, however large or full the
 * batch is. How the libraries below add up a number depends on the shape of the call and never on
 * what stands in it, so every call has the same shape, and a call that is not full is filled up.
 * Within a call of several images oneDNN computes each image in the same order; TensorFlow's own
 * convolutions do not, and get one image a call.
 */
public final class FeatureExtractor implements AutoCloseable {
  /** Measured best: calls of one image are a tenth slower, larger ones no faster. */
  private static final int IMAGES_A_CALL = 4;

  private final Graph graph;
  private final Session session;
  private final int imagesPerCall;

  /**
   * @param weights trained or untrained weights
   */
  public FeatureExtractor(FoldedWeights weights) {
    graph = MobileNetV2Graph.build(weights);
    session = TensorFlowRuntime.newSession(graph);
    imagesPerCall = placesAreAlike() ? IMAGES_A_CALL : 1;
  }

  /**
   * @param capacity images in one batch at most
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
   * Whether an image's numbers are the same at every place of a call. Shown by tests for oneDNN on
   * x86-64 under each of its instruction sets, and not known of other processors.
   */
  private static boolean placesAreAlike() {
    return TensorFlowRuntime.usesOneDnn() && System.getProperty("os.arch").equals("amd64");
  }

  /**
   * Input memory of one caller, outside the Java heap, reused from one forward pass to the next:
   * 602,112 bytes an image, for {@code capacity} images and what fills up the last call.
   */
  public final class Batch implements AutoCloseable {
    private final int capacity;
    private final List<TFloat32> calls = new ArrayList<>();
    private final List<FloatBuffer> pixels = new ArrayList<>();

    private Batch(int capacity) {
      this.capacity = capacity;
      for (int from = 0; from < capacity; from += imagesPerCall) {
        TFloat32 call =
            TFloat32.tensorOf(Shape.of(imagesPerCall, MobileNetV2.SIDE, MobileNetV2.SIDE, 3));
        FloatBuffer numbers = TensorMemory.of(call);
        // What fills up a call may be anything, but not numbers so small that they take long.
        numbers.duplicate().put(new float[numbers.capacity()]);
        calls.add(call);
        pixels.add(numbers);
      }
    }

    /** {@return images in one batch at most} */
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
      Objects.checkIndex(index, capacity);
      return pixels
          .get(index / imagesPerCall)
          .slice(index % imagesPerCall * MobileNetV2.INPUT_SIZE, MobileNetV2.INPUT_SIZE);
    }

    /**
     * Runs the network on the first {@code count} images.
     *
     * @param count 1 to capacity
     * @return {@code count} vectors of {@link MobileNetV2#FEATURES} numbers, in the order put in
     */
    public float[][] features(int count) {
      Objects.checkFromToIndex(1, count, capacity);
      float[][] features = new float[count][MobileNetV2.FEATURES];
      for (int from = 0; from < count; from += imagesPerCall) {
        run(calls.get(from / imagesPerCall), features, from);
      }
      return features;
    }

    @Override
    public void close() {
      calls.forEach(TFloat32::close);
    }

    private void run(TFloat32 input, float[][] features, int from) {
      try (Result result =
          session
              .runner()
              .setOptions(TensorFlowRuntime.inCallersThread())
              .feed(MobileNetV2Graph.INPUT, input)
              .fetch(MobileNetV2Graph.OUTPUT)
              .run()) {
        FloatDataBuffer all = result.get(0).asRawTensor().data().asFloats();
        for (int i = from; i < Math.min(from + imagesPerCall, features.length); i++) {
          all.slice((long) (i - from) * MobileNetV2.FEATURES, MobileNetV2.FEATURES)
              .read(features[i]);
        }
      }
    }
  }
}
