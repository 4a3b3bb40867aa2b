package io.github.imagefeatures.network;

import io.github.imagefeatures.network.ConvolutionSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of MobileNetV2 (Sandler et al., 2018, table 2), width 1.0, with the layer names of
 * Keras Applications.
 */
public final class MobileNetV2 {
  /** Height and width of an input image, in pixels. */
  public static final int SIDE = 224;

  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  /** Numbers in one input image: height, width, channel, the last fastest. */
  public static final int INPUT_SIZE = SIDE * SIDE * CHANNELS;

  /** Numbers in one feature vector. */
  public static final int FEATURES = 1280;

  /**
   * How far two computations of one feature may lie apart, on whatever processor: what is promised
   * against Keras. Measured: up to 3.5e-5 between oneDNN's kernels for SSE4.1 and for AVX-512, up
   * to 1.9e-5 between oneDNN and TensorFlow's own convolutions, on features that are 0.7 in the
   * root mean square.
   */
  public static final double FEATURE_ERROR = 1e-4;

  private static final int STEM_CHANNELS = 32;

  /** Rows of the paper's table: expansion, output channels, repeats, stride of the first. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  /** An inverted residual block; {@code expand} is null in the first, which does not widen. */
  record Block(
      ConvolutionSpec expand,
      ConvolutionSpec depthwise,
      ConvolutionSpec project,
      boolean residual) {}

  /** The first convolution: 3x3, stride 2, 32 channels. */
  static ConvolutionSpec stem() {
    return new ConvolutionSpec("Conv1", "bn_Conv1", Kind.FULL, 3, CHANNELS, STEM_CHANNELS, 2, true);
  }

  /** The 17 inverted residual blocks, in order. */
  static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int inputs = STEM_CHANNELS;
    for (int[] stage : STAGES) {
      for (int repeat = 0; repeat < stage[2]; repeat++) {
        blocks.add(block(blocks.size(), inputs, stage[0], stage[1], repeat == 0 ? stage[3] : 1));
        inputs = stage[1];
      }
    }
    return blocks;
  }

  /** The last convolution: 1x1 to {@link #FEATURES} channels. */
  static ConvolutionSpec head() {
    return new ConvolutionSpec("Conv_1", "Conv_1_bn", Kind.FULL, 1, 320, FEATURES, 1, true);
  }

  /** Every convolution of the network, in the order the data flows. */
  static List<ConvolutionSpec> convolutions() {
    List<ConvolutionSpec> all = new ArrayList<>();
    all.add(stem());
    for (Block block : blocks()) {
      if (block.expand() != null) {
        all.add(block.expand());
      }
      all.add(block.depthwise());
      all.add(block.project());
    }
    all.add(head());
    return all;
  }

  private static Block block(int index, int inputs, int expansion, int outputs, int stride) {
    String prefix = index == 0 ? "expanded_conv_" : "block_" + index + "_";
    int wide = inputs * expansion;
    return new Block(
        expansion == 1 ? null : pointwise(prefix + "expand", inputs, wide, true),
        new ConvolutionSpec(
            prefix + "depthwise",
            prefix + "depthwise_BN",
            Kind.DEPTHWISE,
            3,
            wide,
            wide,
            stride,
            true),
        pointwise(prefix + "project", wide, outputs, false),
        stride == 1 && inputs == outputs);
  }

  private static ConvolutionSpec pointwise(
      String layer, int inputs, int outputs, boolean activated) {
    return new ConvolutionSpec(layer, layer + "_BN", Kind.FULL, 1, inputs, outputs, 1, activated);
  }
}
