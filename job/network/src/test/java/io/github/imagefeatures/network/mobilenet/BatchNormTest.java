package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** Folded convolutions against TensorFlow's own batch normalisation. */
final class BatchNormTest {
  private static final int SIDE = 9;

  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({
    "FULL, 3, 3, 32, 2",
    "FULL, 1, 16, 7, 1",
    "FULL, 3, 5, 1, 1",
    "DEPTHWISE, 3, 12, 1, 1",
    "DEPTHWISE, 3, 12, 1, 2",
    "DEPTHWISE, 3, 4, 2, 1",
    "DEPTHWISE, 3, 5, 3, 2",
    "DEPTHWISE, 1, 1, 4, 1"
  })
  void aFoldedConvolutionGivesWhatTheUnfoldedOneGives(
      ConvolutionSpec.Kind kind, int size, int inputs, int last, int stride) {
    boolean depthwise = kind == ConvolutionSpec.Kind.DEPTHWISE;
    int channels = depthwise ? inputs * last : last;
    int[] shape = {size, size, inputs, last};
    Kernel kernel = new Kernel(shape, numbers(size * size * inputs * last, 0, 1));
    float[] variance = numbers(channels, 0, 1);
    for (int c = 0; c < channels; c++) {
      // Small ones too, where the epsilon counts.
      variance[c] = variance[c] * variance[c] * (c % 2 == 0 ? 1 : 0.001f);
    }
    BatchNorm norm =
        new BatchNorm(
            numbers(channels, 1, 1), numbers(channels, 0, 1), numbers(channels, 0, 1), variance);
    float[] image = numbers(SIDE * SIDE * inputs, 0, 1);

    float[] unfolded =
        run(
            image,
            inputs,
            (tf, x) -> normalised(tf, convolved(tf, x, kernel, depthwise, stride), norm));
    FoldedConvolution folded = norm.fold(kernel);
    float[] actual =
        run(
            image,
            inputs,
            (tf, x) ->
                tf.nn.biasAdd(
                    convolved(tf, x, folded.kernel(), depthwise, stride),
                    tf.constant(folded.bias())));

    assertEquals(unfolded.length, actual.length);
    for (int i = 0; i < actual.length; i++) {
      assertEquals(unfolded[i], actual[i], 2e-5f * (1 + Math.abs(unfolded[i])), "number " + i);
    }
  }

  private interface Layer {
    Operand<TFloat32> on(Ops tf, Operand<TFloat32> input);
  }

  private static Operand<TFloat32> convolved(
      Ops tf, Operand<TFloat32> x, Kernel kernel, boolean depthwise, int stride) {
    int[] s = kernel.shape();
    Operand<TFloat32> weights =
        tf.constant(Shape.of(s[0], s[1], s[2], s[3]), DataBuffers.of(kernel.values()));
    List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
    return depthwise
        ? tf.nn.depthwiseConv2dNative(x, weights, strides, "SAME")
        : tf.nn.conv2d(x, weights, strides, "SAME");
  }

  private static Operand<TFloat32> normalised(Ops tf, Operand<TFloat32> x, BatchNorm norm) {
    return tf.nn
        .fusedBatchNorm(
            x,
            tf.constant(norm.gamma()),
            tf.constant(norm.beta()),
            tf.constant(norm.mean()),
            tf.constant(norm.variance()),
            FusedBatchNorm.epsilon(1e-3f),
            FusedBatchNorm.isTraining(false))
        .y();
  }

  private static float[] run(float[] image, int channels, Layer layer) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.constant(Shape.of(1, SIDE, SIDE, channels), DataBuffers.of(image));
      tf.withName("result").identity(layer.on(tf, x));
      try (Session session = TensorFlowRuntime.newSession(graph);
          Result result = session.runner().fetch("result").run()) {
        float[] values = new float[Math.toIntExact(result.get(0).shape().size())];
        result.get(0).asRawTensor().data().asFloats().read(values);
        return values;
      }
    }
  }

  private float[] numbers(int count, double mean, double deviation) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return numbers;
  }
}
