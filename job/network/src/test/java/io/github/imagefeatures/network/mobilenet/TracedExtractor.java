package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.tensorflow.Processor;
import java.util.Arrays;

/**
 * A program for {@code OneDnnTest}: one image at every place of batches of 1 to 6, at every other
 * one at a time, with others between. Prints the processor and how many different vectors the image
 * had; oneDNN writes its trace to the same output when asked to.
 */
final class TracedExtractor {
  private static final int LARGEST_BATCH = 6;

  private TracedExtractor() {}

  public static void main(String[] args) {
    System.out.println(Processor.here());
    float[][] images = new float[1 + LARGEST_BATCH][];
    Arrays.setAll(images, TracedExtractor::slope);
    try (FeatureExtractor extractor = FoldedWeights.untrained(1).on(Engine.TENSORFLOW).open()) {
      int expected = 0;
      int different = 0;
      for (int count = 1; count <= LARGEST_BATCH; count++) {
        try (FeatureExtractor.Batch batch = extractor.newBatch(count)) {
          for (int first = 0; first < Math.min(2, count); first++) {
            for (int i = 0; i < count; i++) {
              batch.image(i).put(images[i % 2 == first ? 0 : 1 + i]);
            }
            float[][] features = batch.features(count);
            for (int place = first; place < count; place += 2) {
              int hash = Arrays.hashCode(features[place]);
              expected = count == 1 ? hash : expected;
              different += hash == expected ? 0 : 1;
            }
          }
        }
      }
      System.out.println(different + " places differ");
    }
  }

  private static float[] slope(int kind) {
    float[] image = new float[MobileNetV2.NETWORK.input().numbers()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.sin(i * (0.001 + 0.0007 * kind));
    }
    return image;
  }
}
