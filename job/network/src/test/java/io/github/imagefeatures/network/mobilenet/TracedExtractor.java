package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.tensorflow.Processor;
import java.util.Arrays;

/**
 * A program for {@code OneDnnTest}: one image at every place of batches of 1 to 6, beside others.
 * Prints the processor and how many different vectors the image had; oneDNN writes its trace to the
 * same output when asked to.
 */
final class TracedExtractor {
  private static final int LARGEST_BATCH = 6;

  private TracedExtractor() {}

  public static void main(String[] args) {
    System.out.println(Processor.here());
    try (FeatureExtractor extractor = FoldedWeights.untrained(1).open()) {
      int first = 0;
      int different = 0;
      for (int count = 1; count <= LARGEST_BATCH; count++) {
        try (FeatureExtractor.Batch batch = extractor.newBatch(count)) {
          for (int place = 0; place < count; place++) {
            for (int i = 0; i < count; i++) {
              batch.image(i).put(slope(i == place ? 0 : 1 + i));
            }
            int hash = Arrays.hashCode(batch.features(count)[place]);
            first = count == 1 ? hash : first;
            different += hash == first ? 0 : 1;
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
