package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.network.FeatureExtractor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a network by ONNX Runtime: one session, shared by any number of callers.
 *
 * <p>Each call has the same shape, so that an image's features never depend on how many others
 * there are: as many images as the file asks for, or one where it takes any number.
 */
public final class OnnxExtractor implements FeatureExtractor {
  private final OrtSession session;
  private final OnnxSignature signature;
  private final InputSpec input;
  private final ChannelOrder channels;
  private final int imagesPerCall;

  /**
   * @param session closed with this
   * @param signature which input and which output
   * @param input of one image
   * @param channels the order of the network's
   */
  OnnxExtractor(
      OrtSession session, OnnxSignature signature, InputSpec input, ChannelOrder channels) {
    this.session = session;
    this.signature = signature;
    this.input = input;
    this.channels = channels;
    this.imagesPerCall = Math.max(1, signature.images());
  }

  /**
   * Loads ONNX Runtime, unless that is done.
   *
   * @throws WeightsException when it cannot be loaded on this machine
   */
  public static void loadLibrary() {
    OnnxLibrary.environment();
  }

  /**
   * Opens a network whose graph this program has written: one input of channels last, red first,
   * and one output of a vector for each image.
   *
   * @param graph the whole ONNX file
   * @param input of one image
   * @return what runs it; the caller closes it
   */
  public static FeatureExtractor open(byte[] graph, InputSpec input) {
    try {
      OrtSession session = OnnxLibrary.session(graph);
      OnnxSignature signature = OnnxSignature.of(session, Optional.empty(), Optional.empty());
      return new OnnxExtractor(session, signature, input, ChannelOrder.RGB);
    } catch (OrtException e) {
      throw LoadedOnnx.unreadable(e);
    }
  }

  @Override
  public Batch newBatch(int capacity) {
    return new OnnxBatch(capacity);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close a network", e);
    }
  }

  /**
   * Memory outside the Java heap that the network reads, for {@code capacity} images and what fills
   * up the last call. A network that reads its images in another order than they are put in has
   * them beside it as they were.
   */
  private final class OnnxBatch implements Batch {
    private final int capacity;
    private final FloatBuffer given;
    private final FloatBuffer read;
    private final List<OnnxTensor> calls = new ArrayList<>();
    private final float[] image = new float[input.numbers()];
    private final float[] arranged = new float[input.numbers()];

    private OnnxBatch(int capacity) {
      this.capacity = capacity;
      int filledUp = (capacity + imagesPerCall - 1) / imagesPerCall * imagesPerCall;
      this.read =
          ByteBuffer.allocateDirect(Math.multiplyExact(filledUp, input.numbers() * Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      this.given =
          readsAsGiven()
              ? read
              : FloatBuffer.allocate(Math.multiplyExact(capacity, input.numbers()));
      int numbers = imagesPerCall * input.numbers();
      try {
        for (int from = 0; from < read.capacity(); from += numbers) {
          calls.add(
              OnnxTensor.createTensor(
                  OnnxLibrary.environment(), read.slice(from, numbers), shape()));
        }
      } catch (OrtException e) {
        throw failed(e);
      }
    }

    private long[] shape() {
      return signature.channelsFirst()
          ? new long[] {imagesPerCall, InputSpec.CHANNELS, input.height(), input.width()}
          : new long[] {imagesPerCall, input.height(), input.width(), InputSpec.CHANNELS};
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public FloatBuffer image(int index) {
      Objects.checkIndex(index, capacity);
      return given.slice(index * input.numbers(), input.numbers());
    }

    @Override
    public float[][] features(int count) {
      Objects.checkFromToIndex(1, count, capacity);
      if (given != read) {
        for (int i = 0; i < count; i++) {
          arrange(i);
        }
      }
      float[][] vectors = new float[count][];
      for (int from = 0; from < count; from += imagesPerCall) {
        run(calls.get(from / imagesPerCall), vectors, from);
      }
      return vectors;
    }

    private void run(OnnxTensor images, float[][] vectors, int from) {
      try (OrtSession.Result result =
          session.run(Map.of(signature.input(), images), Set.of(signature.output()))) {
        FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
        int numbers = all.remaining() / imagesPerCall;
        long[] dimensions = ((OnnxTensor) result.get(0)).getInfo().getShape();
        for (int i = from; i < Math.min(from + imagesPerCall, vectors.length); i++) {
          float[] own = new float[numbers];
          all.get((i - from) * numbers, own);
          vectors[i] = pooled(own, dimensions);
        }
      } catch (OrtException e) {
        throw failed(e);
      }
    }

    /** Red, green and blue of a pixel beside one another become what the network reads. */
    private void arrange(int index) {
      given.get(index * input.numbers(), image);
      int pixels = image.length / InputSpec.CHANNELS;
      for (int c = 0; c < InputSpec.CHANNELS; c++) {
        int source = channels.source(c);
        int to = signature.channelsFirst() ? c * pixels : c;
        int step = signature.channelsFirst() ? 1 : InputSpec.CHANNELS;
        for (int pixel = 0; pixel < pixels; pixel++) {
          arranged[to + pixel * step] = image[source + pixel * InputSpec.CHANNELS];
        }
      }
      read.put(index * input.numbers(), arranged);
    }

    @Override
    public void close() {
      calls.forEach(OnnxTensor::close);
    }
  }

  private boolean readsAsGiven() {
    return !signature.channelsFirst() && channels == ChannelOrder.RGB;
  }

  private float[] pooled(float[] own, long[] dimensions) {
    if (signature.pooling() == null) {
      return own;
    }
    float[] vector = new float[Math.toIntExact(dimensions[dimensions.length - 1])];
    signature.pooling().pool(own, vector);
    return vector;
  }

  private static WeightsException failed(OrtException e) {
    return new WeightsException(
        FailureId.NETWORK_FAILED,
        "ONNX Runtime cannot run the network on an image: %s. Try the file with ONNX Runtime alone, or name another with --network."
            .formatted(OnnxLibrary.reason(e)),
        e);
  }
}
