package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.GraphExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.Network;
import io.github.imagefeatures.network.onnx.OnnxExtractor;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * MobileNetV2's weights, ready for inference: a kernel and a bias for each of its 52 convolutions,
 * batch normalisation folded in. About 9 MB.
 *
 * @serial exclude
 */
final class FoldedWeights implements LoadedNetwork {
  private static final long serialVersionUID = 1L;

  /** Measured best: calls of one image are a tenth slower, larger ones no faster. */
  private static final int IMAGES_A_CALL = 4;

  /** ONNX Runtime is no faster with more. */
  private static final int IMAGES_A_CALL_OF_ONNX_RUNTIME = 1;

  /** The last that were drawn, for whoever asks for the same again: nobody changes them. */
  private static SoftReference<FoldedWeights> drawn = new SoftReference<>(null);

  private final String id;
  private final Engine engine;
  private final TreeMap<String, FoldedConvolution> byLayer;

  FoldedWeights(String id, Map<String, FoldedConvolution> byLayer) {
    this(id, MobileNetV2.NETWORK.engine(), new TreeMap<>(byLayer));
  }

  private FoldedWeights(String id, Engine engine, TreeMap<String, FoldedConvolution> byLayer) {
    this.id = id;
    this.engine = engine;
    this.byLayer = byLayer;
  }

  /**
   * Random weights for a machine that has no trained ones: features keep their size and spread (He
   * et al., 2015) but mean nothing.
   *
   * @param seed the same seed gives the same weights
   * @return weights whose {@link #id()} is {@code untrained-<seed>}
   */
  static synchronized FoldedWeights untrained(long seed) {
    String id = "untrained-" + seed;
    FoldedWeights last = drawn.get();
    if (last == null || !last.id.equals(id)) {
      last = draw(id, new Random(seed));
      drawn = new SoftReference<>(last);
    }
    return last;
  }

  private static FoldedWeights draw(String id, Random random) {
    Map<String, FoldedConvolution> byLayer = new TreeMap<>();
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      byLayer.put(spec.layer(), untrained(spec, random));
    }
    return new FoldedWeights(id, byLayer);
  }

  @Override
  public Network network() {
    return MobileNetV2.NETWORK;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public FoldedWeights on(Engine wanted) {
    return new FoldedWeights(id, wanted, byLayer);
  }

  @Override
  public FeatureExtractor open() {
    if (engine == Engine.ONNXRUNTIME) {
      return OnnxExtractor.open(
          MobileNetV2OnnxGraph.of(this, IMAGES_A_CALL_OF_ONNX_RUNTIME), network().input());
    }
    return new GraphExtractor(
        MobileNetV2Graph.build(this), network(), placesAreAlike() ? IMAGES_A_CALL : 1);
  }

  /**
   * Whether an image's numbers are the same at every place of a call. Shown by tests for oneDNN on
   * x86-64 under each of its instruction sets, and not known of other processors; TensorFlow's own
   * convolutions do not compute every place in the same order.
   */
  private static boolean placesAreAlike() {
    return TensorFlowRuntime.usesOneDnn() && System.getProperty("os.arch").equals("amd64");
  }

  FoldedConvolution of(ConvolutionSpec spec) {
    return byLayer.get(spec.layer());
  }

  private static FoldedConvolution untrained(ConvolutionSpec spec, Random random) {
    int[] shape = spec.kernelShape();
    int fanIn = shape[0] * shape[1] * (spec.depthwise() ? 1 : shape[2]);
    double deviation = Math.sqrt((spec.activated() ? 2.0 : 1.0) / fanIn);
    float[] values = new float[shape[0] * shape[1] * shape[2] * shape[3]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new FoldedConvolution(new Kernel(shape, values), new float[spec.outputs()]);
  }
}
