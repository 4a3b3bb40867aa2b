package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program for {@link OnnxEngineTest}: computes one image by ONNX Runtime, twice, and prints how
 * many features it has, or why it has none; then of which libraries the process has parts in its
 * memory.
 */
final class OneImageByOnnxRuntime {
  private OneImageByOnnxRuntime() {}

  public static void main(String[] args) throws IOException {
    for (int turn = 0; turn < 2; turn++) {
      try (FeatureExtractor extractor = FoldedWeights.untrained(1).on(Engine.ONNXRUNTIME).open();
          FeatureExtractor.Batch batch = extractor.newBatch(1)) {
        System.out.println(batch.features(1)[0].length);
      } catch (WeightsException e) {
        System.out.println(e.id() + " " + e.getMessage());
      }
    }
    System.out.println(Engine.ONNXRUNTIME.processor().onednn());
    String memory = Files.readString(Path.of("/proc/self/maps"));
    System.out.println(
        Arrays.stream(Engine.values()).filter(e -> memory.contains("lib" + e.wireName())).toList());
  }
}
