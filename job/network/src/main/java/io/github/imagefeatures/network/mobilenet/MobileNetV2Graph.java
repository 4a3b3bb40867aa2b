package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.network.GraphExtractor;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * MobileNetV2 without its classifier as a TensorFlow graph: images {@code [n, 224, 224, 3]} in,
 * features {@code [n, 1280]} out, both float32.
 *
 * <p>Every convolution pads "SAME". Keras pads the strided ones by hand, one row below and one
 * column to the right; on the even sizes that occur here (224, 112, 56, 28, 14) that is the same.
 *
 * <p>Every node has a name of its own. Of two with one name TensorFlow's Java numbers the second in
 * the digits of the JVM's language, and its library takes no others than 0 to 9.
 */
final class MobileNetV2Graph {
  /**
   * The layer with the most numbers, 112 x 112 x 96. Bound by memory, it is a third faster when
   * worked on in two halves of its channels, up to the block's end.
   */
  private static final String WIDEST = "block_1_expand";

  private final Ops tf;
  private final FoldedWeights weights;
  private final Map<String, Ops> scopes = new HashMap<>();

  private MobileNetV2Graph(Ops tf, FoldedWeights weights) {
    this.tf = tf;
    this.weights = weights;
  }

  /** The graph with its weights as constants; the caller closes it. */
  static Graph build(FoldedWeights weights) {
    Graph graph = TensorFlowRuntime.newGraph();
    new MobileNetV2Graph(Ops.create(graph), weights).addAll();
    return graph;
  }

  private void addAll() {
    Operand<TFloat32> x =
        tf.withName(GraphExtractor.INPUT)
            .placeholder(
                TFloat32.class,
                Placeholder.shape(
                    Shape.of(-1, MobileNetV2.SIDE, MobileNetV2.SIDE, InputSpec.CHANNELS)));
    x = convolution(MobileNetV2.stem(), x);
    for (MobileNetV2.Block block : MobileNetV2.blocks()) {
      x = block(block, x);
    }
    x = convolution(MobileNetV2.head(), x);
    // Global average pooling: the mean over height and width.
    tf.withName(GraphExtractor.OUTPUT).math.mean(x, tf.constant(new int[] {1, 2}));
  }

  private Operand<TFloat32> block(MobileNetV2.Block block, Operand<TFloat32> input) {
    Operand<TFloat32> sum = block.residual() ? input : null;
    int parts = block.expand() != null && block.expand().layer().equals(WIDEST) ? 2 : 1;
    for (int part = 0; part < parts; part++) {
      Operand<TFloat32> x = path(block, part, parts, input);
      sum = sum == null ? x : scope(block.project(), part).withName("sum").math.add(sum, x);
    }
    return sum;
  }

  /**
   * A block's convolutions for one part of its wide channels. Depthwise keeps channels apart and
   * projecting sums over them, so the parts' results add up to the block's.
   */
  private Operand<TFloat32> path(
      MobileNetV2.Block block, int part, int parts, Operand<TFloat32> input) {
    Operand<TFloat32> x = input;
    if (block.expand() != null) {
      x = convolution(block.expand(), part, weights.of(block.expand()).outputs(part, parts), x);
    }
    x = convolution(block.depthwise(), part, weights.of(block.depthwise()).outputs(part, parts), x);
    return convolution(block.project(), part, weights.of(block.project()).inputs(part, parts), x);
  }

  private Operand<TFloat32> convolution(ConvolutionSpec spec, Operand<TFloat32> input) {
    return convolution(spec, 0, weights.of(spec), input);
  }

  private Operand<TFloat32> convolution(
      ConvolutionSpec spec, int part, FoldedConvolution folded, Operand<TFloat32> input) {
    List<Long> strides = List.of(1L, (long) spec.stride(), (long) spec.stride(), 1L);
    Ops layer = scope(spec, part);
    Operand<TFloat32> kernel = constant(layer.withName("kernel"), folded.kernel());
    Operand<TFloat32> x =
        spec.depthwise()
            ? layer.nn.depthwiseConv2dNative(input, kernel, strides, "SAME")
            : layer.nn.conv2d(input, kernel, strides, "SAME");
    x = layer.nn.biasAdd(x, layer.withName("bias").constant(folded.bias()));
    return spec.activated() ? layer.nn.relu6(x) : x;
  }

  /** One for each layer: asked for again, TensorFlow would number it. */
  private Ops scope(ConvolutionSpec spec, int part) {
    return scopes.computeIfAbsent(spec.layer() + "_" + part, tf::withSubScope);
  }

  private static Operand<TFloat32> constant(Ops named, Kernel kernel) {
    int[] s = kernel.shape();
    return named.constant(Shape.of(s[0], s[1], s[2], s[3]), DataBuffers.of(kernel.values()));
  }
}
