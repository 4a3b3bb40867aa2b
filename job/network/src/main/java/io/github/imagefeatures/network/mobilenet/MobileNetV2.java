package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.mobilenet.ConvolutionSpec.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * MobileNetV2 without its classifier (Sandler et al., 2018, table 2), width 1.0, with the layer
 * names and the preprocessing of Keras Applications.
 */
public final class MobileNetV2 implements PublishedNetwork {
  /** The one there is. */
  public static final PublishedNetwork NETWORK = new MobileNetV2();

  /** What it is called in sentences. */
  public static final String TITLE = "MobileNetV2";

  /** Its name in files and on the command line. */
  public static final String NAME = "mobilenet_v2";

  /** Height and width of an input image, in pixels. */
  static final int SIDE = 224;

  /** Numbers in one feature vector. */
  static final int FEATURES = 1280;

  /**
   * What is promised against Keras. Measured: up to 3.5e-5 between oneDNN's kernels for SSE4.1 and
   * for AVX-512, up to 1.9e-5 between oneDNN and TensorFlow's own convolutions, on features that
   * are 0.7 in the root mean square.
   */
  private static final double FEATURE_ERROR = 1e-4;

  /** To [-1, 1]: Keras' {@code mobilenet_v2.preprocess_input}. */
  private static final InputSpec INPUT =
      new InputSpec(SIDE, new Normalisation(127.5f, Channels.all(1), Channels.all(1)));

  private static final PublishedWeights PUBLISHED =
      new PublishedWeights(
          URI.create("https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"),
          List.of(
              new KnownFile(
                  "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
                  "f8aff69536bd77a692c594f559c798c19bf7f3f36668fc9fa00b21c6aab4797c",
                  "Keras Applications, ImageNet, no top"),
              // The same network redistributed; features equal within 3.1e-5.
              new KnownFile(
                  "mobilenet_v2_imagenet_1.0_224_no_top.h5",
                  "d06af63f054e3c0fb014fdcbd96441d1bdc3485365798cd4f6505f6467da84c4",
                  "Keras Applications, ImageNet, no top, redistributed batch norms")),
          KerasWeightsReader.MAX_BYTES);

  /** Java's names of the architecture: on Linux and Windows, and on macOS. */
  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

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

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return TITLE;
  }

  @Override
  public InputSpec input() {
    return INPUT;
  }

  @Override
  public int features() {
    return FEATURES;
  }

  @Override
  public double featureError() {
    return FEATURE_ERROR;
  }

  @Override
  public PublishedWeights published() {
    return PUBLISHED;
  }

  /**
   * ONNX Runtime on x86-64, where it was measured: as fast as TensorFlow or faster by up to a
   * third. TensorFlow elsewhere.
   */
  @Override
  public Engine engine() {
    return engine(System.getProperty("os.arch"));
  }

  /**
   * @param architecture Java's name of it
   */
  static Engine engine(String architecture) {
    return X86_64.contains(architecture) ? Engine.ONNXRUNTIME : Engine.TENSORFLOW;
  }

  @Override
  public LoadedNetwork read(byte[] content, String id) {
    return KerasWeightsReader.read(content, id);
  }

  @Override
  public LoadedNetwork untrained(long seed) {
    return FoldedWeights.untrained(seed);
  }

  /** An inverted residual block; {@code expand} is null in the first, which does not widen. */
  record Block(
      ConvolutionSpec expand,
      ConvolutionSpec depthwise,
      ConvolutionSpec project,
      boolean residual) {}

  /** The first convolution: 3x3, stride 2, 32 channels. */
  static ConvolutionSpec stem() {
    return new ConvolutionSpec(
        "Conv1", "bn_Conv1", Kind.FULL, 3, InputSpec.CHANNELS, STEM_CHANNELS, 2, true);
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
