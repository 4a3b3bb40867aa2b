package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.FeatureExtractor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.BufferOverflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network on untrained weights, so on any machine, by each engine. */
@ParameterizedClass
@EnumSource(Engine.class)
final class FeatureExtractorTest {
  private static final int IMAGES = 16;

  private static FeatureExtractor extractor;
  private static float[][] images;

  /** Each image's features from a call of its own. */
  private static float[][] alone;

  @Parameter private Engine engine;

  @BeforeParameterizedClassInvocation
  static void openExtractor(Engine engine) {
    extractor = weights(1, engine).open();
    images = images();
    alone = features(extractor, 1, 1);
  }

  private static FoldedWeights weights(long seed, Engine engine) {
    return FoldedWeights.untrained(seed).on(engine);
  }

  @AfterParameterizedClassInvocation
  static void closeExtractor() {
    extractor.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8, 16})
  void featuresDoNotDependOnHowManyImagesAreInACall(int count) {
    assertSameBits(alone, features(extractor, count, count));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 15})
  void featuresDoNotDependOnHowFullABatchIs(int count) {
    assertSameBits(alone, features(extractor, IMAGES, count));
  }

  @Test
  void oneImageHasOneVectorAtEveryPlaceOfEveryBatch() {
    Map<List<Float>, List<String>> vectors = new HashMap<>();
    for (int count : new int[] {1, 2, 3, 4, 8, IMAGES}) {
      try (FeatureExtractor.Batch batch = extractor.newBatch(count)) {
        // At every other place, beside others, and then at those between.
        for (int first = 0; first < Math.min(2, count); first++) {
          for (int i = 0; i < count; i++) {
            batch.image(i).put(images[i % 2 == first ? 0 : 1 + i % (IMAGES - 1)]);
          }
          float[][] features = batch.features(count);
          for (int place = first; place < count; place += 2) {
            vectors
                .computeIfAbsent(asList(features[place]), vector -> new ArrayList<>())
                .add(place + " of " + count);
          }
        }
      }
    }
    assertEquals(1, vectors.size(), () -> "places by vector: " + vectors.values());
  }

  private static List<Float> asList(float[] features) {
    List<Float> list = new ArrayList<>(features.length);
    for (float feature : features) {
      list.add(feature);
    }
    return list;
  }

  @Test
  void anEarlierLargerCallLeavesNothingBehind() {
    try (FeatureExtractor.Batch batch = extractor.newBatch(4)) {
      for (int i = 0; i < 4; i++) {
        batch.image(i).put(images[i + 4]);
      }
      batch.features(4);
      batch.image(0).put(images[0]);
      assertArrayEquals(alone[0], batch.features(1)[0]);
    }
  }

  @Test
  void severalThreadsGetTheSameBits() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[][]>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int count = 1 + i % 2;
        results.add(threads.submit(() -> features(extractor, 2, count)));
      }
      for (Future<float[][]> result : results) {
        assertSameBits(alone, result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void untrainedFeaturesAreAlive() {
    for (float[] features : alone) {
      assertEquals(MobileNetV2.FEATURES, features.length);
      int positive = 0;
      for (float feature : features) {
        assertTrue(feature >= 0 && feature <= 6, "a mean of ReLU6, not " + feature);
        positive += feature > 0 ? 1 : 0;
      }
      assertTrue(positive > MobileNetV2.FEATURES / 4, positive + " features above 0");
    }
  }

  @Test
  void untrainedFeaturesDifferBetweenImages() {
    for (int i = 0; i < IMAGES; i++) {
      for (int j = 0; j < i; j++) {
        assertFalse(Arrays.equals(alone[i], alone[j]), "images " + i + " and " + j);
      }
    }
  }

  @Test
  void theOtherEnginesFeaturesAreAsNearAsIsPromised() {
    Engine other = engine == Engine.TENSORFLOW ? Engine.ONNXRUNTIME : Engine.TENSORFLOW;
    try (FeatureExtractor opened = weights(1, other).open()) {
      float[][] theirs = features(opened, 4, 4);
      for (int i = 0; i < IMAGES; i++) {
        assertArrayEquals(alone[i], theirs[i], (float) MobileNetV2.NETWORK.featureError());
        assertFalse(Arrays.equals(alone[i], theirs[i]), "two engines, and the same bits");
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameFeatures() {
    // The other seed first: weights that were drawn last would not be drawn again.
    try (FeatureExtractor other = weights(2, engine).open();
        FeatureExtractor again = weights(1, engine).open()) {
      assertSameBits(alone, features(again, 4, 4));
      assertFalse(Arrays.equals(alone[0], features(other, 4, 4)[0]));
    }
  }

  @Test
  void weightsThatWereSentGiveTheSameFeatures() throws Exception {
    FoldedWeights sent = sent(weights(1, engine));
    assertEquals("untrained-1", sent.id());
    assertEquals(engine, sent.engine());
    try (FeatureExtractor there = sent.open()) {
      assertSameBits(alone, features(there, 4, 4));
    }
  }

  @Test
  void anImageHasItsOwnPlaceAndNoMore() {
    try (FeatureExtractor.Batch batch = extractor.newBatch(2)) {
      float[] large = new float[MobileNetV2.NETWORK.input().numbers() + 3];
      assertThrows(BufferOverflowException.class, () -> batch.image(0).put(large));
      assertThrows(IndexOutOfBoundsException.class, () -> batch.image(2));
    }
  }

  @Test
  void moreImagesThanTheBatchHoldsAreRefused() {
    try (FeatureExtractor.Batch batch = extractor.newBatch(2)) {
      assertEquals(2, batch.capacity());
      assertThrows(IndexOutOfBoundsException.class, () -> batch.features(3));
      assertThrows(IndexOutOfBoundsException.class, () -> batch.features(0));
    }
  }

  private static float[][] features(FeatureExtractor extractor, int capacity, int count) {
    float[][] features = new float[IMAGES][];
    try (FeatureExtractor.Batch batch = extractor.newBatch(capacity)) {
      for (int from = 0; from < IMAGES; from += count) {
        int part = Math.min(count, IMAGES - from);
        for (int i = 0; i < part; i++) {
          batch.image(i).put(images[from + i]);
        }
        System.arraycopy(batch.features(part), 0, features, from, part);
      }
    }
    return features;
  }

  private static void assertSameBits(float[][] expected, float[][] actual) {
    for (int i = 0; i < IMAGES; i++) {
      assertArrayEquals(expected[i], actual[i], "image " + i);
    }
  }

  private static FoldedWeights sent(FoldedWeights weights)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(weights);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (FoldedWeights) in.readObject();
    }
  }

  /** Blobs on a plain ground, in the range of a real input. */
  private static float[][] images() {
    Random random = new Random(8);
    float[][] images = new float[IMAGES][MobileNetV2.NETWORK.input().numbers()];
    for (float[] image : images) {
      double x = 40 + random.nextInt(140);
      double y = 40 + random.nextInt(140);
      double[] colour = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      for (int i = 0; i < image.length; i++) {
        int pixel = i / 3;
        double dx = pixel % MobileNetV2.SIDE - x;
        double dy = pixel / MobileNetV2.SIDE - y;
        image[i] = (float) (1 - 2 * colour[i % 3] * Math.exp(-(dx * dx + dy * dy) / 2000));
      }
    }
    return images;
  }
}
