package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.network.onnx.OnnxGraph;
import io.github.imagefeatures.network.onnx.OnnxGraph.Attribute;
import java.util.List;

/**
 * MobileNetV2 without its classifier as an ONNX file: images {@code [n, 224, 224, 3]} in, features
 * {@code [n, 1280]} out, both float32.
 */
final class MobileNetV2OnnxGraph {
  private static final String ZERO = "zero";
  private static final String SIX = "six";

  private final OnnxGraph graph = new OnnxGraph();
  private final FoldedWeights weights;

  private MobileNetV2OnnxGraph(FoldedWeights weights) {
    this.weights = weights;
  }

  /**
   * The file.
   *
   * @param images of each call
   */
  static byte[] of(FoldedWeights weights, int images) {
    return new MobileNetV2OnnxGraph(weights).file(images);
  }

  private byte[] file(int images) {
    graph
        .input("images", images, MobileNetV2.SIDE, MobileNetV2.SIDE, InputSpec.CHANNELS)
        .weights(ZERO, new float[] {0})
        .weights(SIX, new float[] {6})
        .node(
            "Transpose",
            List.of("images"),
            "channels_first",
            Attribute.integers("perm", 0, 3, 1, 2));
    String x = convolution(MobileNetV2.stem(), "channels_first");
    for (MobileNetV2.Block block : MobileNetV2.blocks()) {
      x = block(block, x);
    }
    return graph
        .node("GlobalAveragePool", List.of(convolution(MobileNetV2.head(), x)), "means")
        .node("Flatten", List.of("means"), "features")
        .output("features", images, MobileNetV2.FEATURES)
        .bytes();
  }

  private String block(MobileNetV2.Block block, String input) {
    String x = block.expand() == null ? input : convolution(block.expand(), input);
    x = convolution(block.project(), convolution(block.depthwise(), x));
    if (!block.residual()) {
      return x;
    }
    String sum = x + "_sum";
    graph.node("Add", List.of(input, x), sum);
    return sum;
  }

  /**
   * Adds a convolution.
   *
   * @return the name of what it makes
   */
  private String convolution(ConvolutionSpec spec, String input) {
    FoldedConvolution folded = weights.of(spec);
    String layer = spec.layer();
    int channelsOfKernel = spec.depthwise() ? 1 : spec.inputs();
    graph
        .weights(
            layer + "_kernel",
            outputsFirst(folded.kernel(), spec.depthwise()),
            spec.outputs(),
            channelsOfKernel,
            spec.size(),
            spec.size())
        .weights(layer + "_bias", folded.bias(), spec.outputs())
        .node(
            "Conv",
            List.of(input, layer + "_kernel", layer + "_bias"),
            layer,
            Attribute.integers("strides", spec.stride(), spec.stride()),
            Attribute.integers("pads", pads(spec)),
            Attribute.integer("group", spec.inputs() / channelsOfKernel));
    if (!spec.activated()) {
      return layer;
    }
    String activated = layer + "_relu6";
    graph.node("Clip", List.of(layer, ZERO, SIX), activated);
    return activated;
  }

  /**
   * Rows and columns of zeros above, to the left, below and to the right. Keras pads the strided
   * ones below and to the right only.
   */
  private static long[] pads(ConvolutionSpec spec) {
    int after = spec.size() / 2;
    int before = spec.stride() == 1 ? after : 0;
    return new long[] {before, before, after, after};
  }

  /** TensorFlow's layout, the output channels last, in ONNX's, the output channels first. */
  private static float[] outputsFirst(Kernel kernel, boolean depthwise) {
    int pixels = kernel.shape()[0] * kernel.shape()[1];
    int inputs = depthwise ? 1 : kernel.shape()[2];
    int outputs = kernel.shape()[depthwise ? 2 : 3];
    float[] values = kernel.values();
    float[] turned = new float[values.length];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          turned[(output * inputs + input) * pixels + pixel] =
              values[(pixel * inputs + input) * outputs + output];
        }
      }
    }
    return turned;
  }
}
