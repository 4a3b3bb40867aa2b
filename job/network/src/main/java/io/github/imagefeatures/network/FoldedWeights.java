package io.github.imagefeatures.network;

import java.io.Serializable;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * MobileNetV2's weights, ready for inference: a kernel and a bias for each of its 52 convolutions,
 * batch normalisation folded in. About 9 MB; sent to every executor once.
 *
 * @serial exclude
 */
public final class FoldedWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final TreeMap<String, FoldedConvolution> byLayer;

  FoldedWeights(String id, Map<String, FoldedConvolution> byLayer) {
    this.id = id;
    this.byLayer = new TreeMap<>(byLayer);
  }

  /**
   * Random weights for a machine that has no trained ones: features keep their size and spread (He
   * et al., 2015) but mean nothing.
   *
   * @param seed the same seed gives the same weights
   * @return weights whose {@link #id()} is {@code untrained-<seed>}
   */
  public static FoldedWeights untrained(long seed) {
    Random random = new Random(seed);
    Map<String, FoldedConvolution> byLayer = new TreeMap<>();
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      byLayer.put(spec.layer(), untrained(spec, random));
    }
    return new FoldedWeights("untrained-" + seed, byLayer);
  }

  /**
   * {@return what tells these weights from others: the file's sha256, or the seed they were drawn
   * with}
   */
  public String id() {
    return id;
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
