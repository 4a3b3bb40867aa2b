package io.github.imagefeatures.network.onnx;

import java.util.Locale;

/** How the vectors of an image's tokens become the one vector of the image. */
public enum Pooling {
  /** The first token, which vision transformers have for the whole image. */
  CLS,
  /** The mean of all tokens, the first among them. */
  MEAN;

  /**
   * The one of that name.
   *
   * @param word as {@link #wireName} gives it
   * @return the pooling
   * @throws IllegalArgumentException when there is none
   */
  public static Pooling named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** {@return the name on the command line and in files} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Pools one image.
   *
   * @param tokens the vectors of all tokens, one after the other
   * @param vector receives the pooled vector; its length is that of each token's
   */
  void pool(float[] tokens, float[] vector) {
    if (this == CLS) {
      System.arraycopy(tokens, 0, vector, 0, vector.length);
      return;
    }
    int count = tokens.length / vector.length;
    double[] sums = new double[vector.length];
    for (int i = 0; i < tokens.length; i++) {
      sums[i % vector.length] += tokens[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (sums[i] / count);
    }
  }
}
