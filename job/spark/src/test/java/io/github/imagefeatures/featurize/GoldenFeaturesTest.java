package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.SharedFolder;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real images through the real network against what Keras says of them. */
final class GoldenFeaturesTest {
  private static final int BATCH = 4;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void featuresAreThoseOfKeras(Engine engine) throws Exception {
    Path golden = SharedFolder.require("golden");
    Path file = SharedFolder.require("models/mobilenet_v2_imagenet_1.0_224_no_top.h5");
    List<String> names = Files.readAllLines(golden.resolve("images.txt"));
    float[][] expected = npy(golden.resolve("keras_features.npy"));
    assertEquals(40, names.size());
    assertEquals(40, expected.length);

    Weights weights =
        new WeightsLocator(new Configuration(), List.of(), new WeightsDownload())
            .named(Networks.DEFAULT, file.toString(), Optional.empty());
    assertEquals(Recognition.KNOWN, weights.provenance().recognition());

    float[][] actual = features(weights.loaded().on(engine), golden.resolve("images"), names);
    for (int i = 0; i < expected.length; i++) {
      double difference = maxDifference(expected[i], actual[i]);
      double cosine = cosine(expected[i], actual[i]);
      assertTrue(difference <= 1e-4, names.get(i) + " differs by " + difference);
      assertTrue(cosine >= 0.999999, names.get(i) + " has cosine " + cosine);
    }
  }

  private static float[][] features(LoadedNetwork network, Path folder, List<String> names)
      throws Exception {
    ImagePreprocessor preprocessor =
        new ImagePreprocessor(
            network.network().input(),
            ImageLimits.DEFAULT,
            Resampling.DEFAULT,
            Orientation.DEFAULT);
    float[][] features = new float[names.size()][];
    try (FeatureExtractor extractor = network.open();
        FeatureExtractor.Batch batch = extractor.newBatch(BATCH)) {
      for (int i = 0; i < names.size(); i++) {
        byte[] content = Files.readAllBytes(folder.resolve(names.get(i)));
        preprocessor.preprocess(content, content.length, batch.image(i % BATCH));
        if (i % BATCH == BATCH - 1) {
          System.arraycopy(batch.features(BATCH), 0, features, i - BATCH + 1, BATCH);
        }
      }
    }
    return features;
  }

  /** NumPy's format 1.0: magic, header length, a dictionary as text, then the numbers. */
  private static float[][] npy(Path file) throws Exception {
    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[buffer.getShort(8)];
    buffer.position(10).get(header);
    String text = new String(header, StandardCharsets.US_ASCII);
    assertTrue(
        text.contains("'descr': '<f4'")
            && text.contains("'fortran_order': False")
            && text.contains("1280)"),
        text);
    float[][] rows =
        new float[buffer.remaining() / (4 * Networks.DEFAULT.features())]
            [Networks.DEFAULT.features()];
    FloatBuffer numbers = buffer.asFloatBuffer();
    for (float[] row : rows) {
      numbers.get(row);
    }
    return rows;
  }

  private static double maxDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
