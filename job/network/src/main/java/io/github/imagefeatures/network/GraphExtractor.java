package io.github.imagefeatures.network;

import io.github.imagefeatures.image.InputSpec;
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
 * Runs a network that is a TensorFlow graph: one session, shared by any number of callers.
 *
 * <p>Its threads are those of {@link TensorFlowRuntime}.
 *
 * <p>How the libraries below add up a number depends on the shape of the call and never on what
 * stands in it, so every call has the same shape, and a call that is not full is filled up. Whether
 * an image's numbers are also the same at every place of a call depends on the graph and on who
 * computes it; where that is not known, a call has one image.
 */
public final class GraphExtractor implements FeatureExtractor {
  /** The graph's input, {@code [n, side, side, 3]} float32. */
  public static final String INPUT = "images";

  /** The graph's output, {@code [n, features]} float32. */
  public static final String OUTPUT = "features";

  private final Graph graph;
  private final InputSpec input;
  private final int features;
  private final int imagesPerCall;
  private final Session session;

  /**
   * @param graph from {@link #INPUT} to {@link #OUTPUT}, weights as constants; closed with this
   * @param network what the graph computes
   * @param imagesPerCall images of each call; more than one only where an image's numbers are the
   *     same bits at every place of a call
   */
  public GraphExtractor(Graph graph, Network network, int imagesPerCall) {
    this.graph = graph;
    this.input = network.input();
    this.features = network.features();
    this.imagesPerCall = imagesPerCall;
    this.session = TensorFlowRuntime.newSession(graph);
  }

  @Override
  public Batch newBatch(int capacity) {
    return new GraphBatch(capacity);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /**
   * Input memory outside the Java heap, for {@code capacity} images and what fills up the last
   * call.
   */
  private final class GraphBatch implements Batch {
    private final int capacity;
    private final List<TFloat32> calls = new ArrayList<>();
    private final List<FloatBuffer> pixels = new ArrayList<>();

    private GraphBatch(int capacity) {
      this.capacity = capacity;
      for (int from = 0; from < capacity; from += imagesPerCall) {
        TFloat32 call =
            TFloat32.tensorOf(
                Shape.of(imagesPerCall, input.height(), input.width(), InputSpec.CHANNELS));
        FloatBuffer numbers = TensorMemory.of(call);
        // What fills up a call may be anything, but not numbers so small that they take long.
        numbers.duplicate().put(new float[numbers.capacity()]);
        calls.add(call);
        pixels.add(numbers);
      }
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public FloatBuffer image(int index) {
      Objects.checkIndex(index, capacity);
      return pixels
          .get(index / imagesPerCall)
          .slice(index % imagesPerCall * input.numbers(), input.numbers());
    }

    @Override
    public float[][] features(int count) {
      Objects.checkFromToIndex(1, count, capacity);
      float[][] vectors = new float[count][features];
      for (int from = 0; from < count; from += imagesPerCall) {
        run(calls.get(from / imagesPerCall), vectors, from);
      }
      return vectors;
    }

    @Override
    public void close() {
      calls.forEach(TFloat32::close);
    }

    private void run(TFloat32 images, float[][] vectors, int from) {
      try (Result result =
          session
              .runner()
              .setOptions(TensorFlowRuntime.inCallersThread())
              .feed(INPUT, images)
              .fetch(OUTPUT)
              .run()) {
        FloatDataBuffer all = result.get(0).asRawTensor().data().asFloats();
        for (int i = from; i < Math.min(from + imagesPerCall, vectors.length); i++) {
          all.slice((long) (i - from) * features, features).read(vectors[i]);
        }
      }
    }
  }
}
