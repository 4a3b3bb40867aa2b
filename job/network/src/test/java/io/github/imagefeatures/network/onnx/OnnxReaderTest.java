package io.github.imagefeatures.network.onnx;

import static io.github.imagefeatures.network.onnx.OnnxGraph.FLOAT;
import static io.github.imagefeatures.network.onnx.OnnxGraph.INT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OnnxReaderTest {
  private static final int FEATURES = 5;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 10;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final long SEED = 3;
  private static final Preprocessing TF = PreprocessingPreset.KERAS_TF.preprocessing();

  private static LoadedNetwork read(byte[] content, Preprocessing preprocessing) {
    return new OnnxReader(preprocessing, Optional.empty(), Optional.empty())
        .read(content, DigestUtils.sha256Hex(content), "test.onnx");
  }

  /** Every image is other noise. */
  private static float[] noise(int image) {
    Random random = new Random(image);
    float[] numbers = new float[PIXELS * InputSpec.CHANNELS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }

  private static float[][] features(LoadedNetwork network, int images) {
    try (FeatureExtractor extractor = network.open();
        FeatureExtractor.Batch batch = extractor.newBatch(images)) {
      for (int i = 0; i < images; i++) {
        batch.image(i).put(noise(i));
      }
      return batch.features(images);
    }
  }

  /** What {@link OnnxModel#ofMeans} computes, in double precision. */
  private static double[] expected(float[] image, int... order) {
    double[] means = new double[InputSpec.CHANNELS];
    for (int i = 0; i < image.length; i++) {
      means[order[i % InputSpec.CHANNELS]] += image[i] / PIXELS;
    }
    float[] matrix = OnnxModel.matrix(FEATURES, SEED);
    double[] features = new double[FEATURES];
    for (int i = 0; i < matrix.length; i++) {
      features[i % FEATURES] += means[i / FEATURES] * matrix[i];
    }
    return features;
  }

  private static void assertNear(double[] expected, float[] actual) {
    double[] widened = new double[actual.length];
    Arrays.setAll(widened, i -> actual[i]);
    assertArrayEquals(expected, widened, 1e-5);
  }

  static Stream<Arguments> networksOfMeans() {
    return Stream.of(
        arguments("any number of images", OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH)),
        arguments("three at a time", OnnxModel.ofMeans(FEATURES, SEED, 3, 3, HEIGHT, WIDTH)),
        arguments("channels free", OnnxModel.ofMeans(FEATURES, SEED, -1, -1, HEIGHT, WIDTH)),
        arguments(
            "channels last",
            new OnnxGraph()
                .input("pixels", -1, HEIGHT, WIDTH, 3)
                .node(
                    "ReduceMean",
                    List.of("pixels"),
                    "sums",
                    OnnxGraph.Attribute.integers("axes", 1, 2))
                .weights("shape", new long[] {-1, 3})
                .node("Reshape", List.of("sums", "shape"), "means")
                .weights("matrix", OnnxModel.matrix(FEATURES, SEED), 3, FEATURES)
                .node("MatMul", List.of("means", "matrix"), "features")
                .output("features", -1, FEATURES)
                .bytes()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networksOfMeans")
  void featuresAreThoseOfTheGraphWhateverItsShape(String name, byte[] content) {
    LoadedNetwork network = read(content, TF);
    assertEquals(FEATURES, network.network().features());
    assertEquals(HEIGHT, network.network().input().height());
    assertEquals(WIDTH, network.network().input().width());
    float[][] features = features(network, 5);
    for (int i = 0; i < features.length; i++) {
      assertNear(expected(noise(i), 0, 1, 2), features[i]);
    }
  }

  @Test
  void aNetworkThatReadsBlueFirstGetsItFirst() {
    byte[] content = OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH);
    LoadedNetwork network = read(content, PreprocessingPreset.KERAS_CAFFE.preprocessing());
    assertNear(expected(noise(0), 2, 1, 0), features(network, 1)[0]);
  }

  @Test
  void anImagesFeaturesAreTheSameBitsWhateverElseIsInItsBatch() {
    LoadedNetwork network = read(OnnxModel.ofMeans(FEATURES, SEED, 3, 3, HEIGHT, WIDTH), TF);
    float[][] four = features(network, 4);
    assertArrayEquals(four[0], features(network, 1)[0]);
    assertArrayEquals(four[1], features(network, 2)[1]);
  }

  @Test
  void aNetworkThatIsSentElsewhereGivesTheSameFeatures() throws Exception {
    LoadedNetwork network = read(OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH), TF);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(network);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LoadedNetwork sent = (LoadedNetwork) in.readObject();
      assertEquals(network.id(), sent.id());
      assertArrayEquals(features(network, 2), features(sent, 2));
    }
  }

  /** Each pixel is a token, its channels the token's vector. */
  private static byte[] tokens() {
    return OnnxModel.ofPixels(HEIGHT, WIDTH);
  }

  @Test
  void tokensArePooledAsTheUserSays() {
    float[] image = noise(0);
    float[] first =
        features(
            new OnnxReader(TF, Optional.empty(), Optional.of(Pooling.CLS)).read(tokens(), "", ""),
            1)[0];
    assertArrayEquals(Arrays.copyOf(image, 3), first);
    float[] mean =
        features(
            new OnnxReader(TF, Optional.of("tokens"), Optional.of(Pooling.MEAN))
                .read(tokens(), "", ""),
            1)[0];
    double[] means = new double[3];
    for (int i = 0; i < image.length; i++) {
      means[i % 3] += image[i] / PIXELS;
    }
    assertNear(means, mean);
  }

  @Test
  void whatDecidesTheFeaturesDecidesTheName() {
    byte[] content = OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH);
    String name = read(content, TF).network().name();
    // Not only in this process: runs of another day have to find it.
    assertEquals("onnx_bfc85ed41519", name);
    assertEquals(name, read(content, TF).network().name());
    assertNotEquals(
        name, read(content, PreprocessingPreset.SIGLIP.preprocessing()).network().name());
    assertNotEquals(
        name, read(OnnxModel.ofMeans(FEATURES, 4, -1, 3, HEIGHT, WIDTH), TF).network().name());
    OnnxReader pooling = new OnnxReader(TF, Optional.empty(), Optional.of(Pooling.CLS));
    OnnxReader mean = new OnnxReader(TF, Optional.empty(), Optional.of(Pooling.MEAN));
    assertNotEquals(
        pooling.read(tokens(), "", "").network().name(),
        mean.read(tokens(), "", "").network().name());
  }

  private static byte[] identity(int type, long... shape) {
    return new OnnxGraph()
        .inputOf(type, "pixels", shape)
        .node("Identity", List.of("pixels"), "features")
        .outputOf(type, "features", shape)
        .bytes();
  }

  static Stream<Arguments> wrongFiles() {
    byte[] whole = OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH);
    OnnxGraph two =
        new OnnxGraph()
            .input("left", -1, 3, HEIGHT, WIDTH)
            .input("right", -1, 3, HEIGHT, WIDTH)
            .node("Add", List.of("left", "right"), "sum")
            .node("Flatten", List.of("sum"), "features")
            .output("features", -1, PIXELS * 3);
    OnnxGraph unfed =
        new OnnxGraph()
            .weights("numbers", new float[] {1, 2}, 1, 2)
            .node("Relu", List.of("numbers"), "features")
            .output("features", 1, 2);
    OnnxGraph unknown =
        new OnnxGraph()
            .input("pixels", -1, 3, HEIGHT, WIDTH)
            .node("NoSuchOperator", List.of("pixels"), "features")
            .output("features", -1, 3);
    OnnxGraph elsewhere =
        new OnnxGraph()
            .input("pixels", -1, 3, HEIGHT, WIDTH)
            .weights(OnnxModel.elsewhere("all", "weights.bin", 1, 3, HEIGHT, WIDTH))
            .node("Add", List.of("pixels", "all"), "sum")
            .node("Flatten", List.of("sum"), "features")
            .output("features", -1, PIXELS * 3);
    OnnxGraph roots =
        new OnnxGraph()
            .input("pixels", -1, 3, HEIGHT, WIDTH)
            .node("Sqrt", List.of("pixels"), "roots")
            .node("Flatten", List.of("roots"), "features")
            .output("features", -1, PIXELS * 3);
    return Stream.of(
        arguments("truncated", Arrays.copyOf(whole, whole.length / 2), "IF-NET-13", "cannot open"),
        arguments("empty", new byte[0], "IF-NET-13", "cannot open"),
        arguments(
            "text",
            "a note, no network".getBytes(StandardCharsets.UTF_8),
            "IF-NET-13",
            "cannot open"),
        arguments("an operator that nobody has", unknown.bytes(), "IF-NET-13", "NoSuchOperator"),
        arguments("weights elsewhere", elsewhere.bytes(), "IF-NET-13", "weights inside"),
        arguments("no input", unfed.bytes(), "IF-NET-14", "Its inputs: none. "),
        arguments("two inputs", two.bytes(), "IF-NET-14", "left float [n, 3, 6, 10], right float"),
        arguments(
            "int8", identity(INT8, -1, 3, HEIGHT, WIDTH), "IF-NET-14", "pixels int8 [n, 3, 6, 10]"),
        arguments("no image", identity(FLOAT, -1, 20), "IF-NET-14", "pixels float [n, 20]"),
        arguments("four channels", identity(FLOAT, -1, 4, 6, 10), "IF-NET-14", "[n, 4, 6, 10]"),
        arguments(
            "pixels out", identity(FLOAT, -1, 3, 6, 10), "IF-NET-14", "no float32 output of two"),
        arguments("tokens", tokens(), "IF-NET-14", "no float32 output of two"),
        arguments("not finite", roots.bytes(), "IF-NET-17", "not finite"),
        arguments(
            "free sides", OnnxModel.ofMeans(FEATURES, SEED, -1, 3, -1, -1), "IF-NET-16", "height"),
        arguments(
            "sides without bounds",
            OnnxModel.ofMeans(FEATURES, SEED, -1, 3, 1 << 20, 1 << 20),
            "IF-NET-14",
            "1048576 x 1048576"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void aFileThatIsNoNetworkOfImagesIsRefusedInOneSentence(
      String name, byte[] content, String id, String words) {
    WeightsException refused = assertThrows(WeightsException.class, () -> read(content, TF));
    assertEquals(ExitCode.MODEL, refused.exitCode());
    assertEquals(id, refused.id().toString());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
  }

  @Test
  void anOutputThatIsNotThereIsRefusedWithThoseThatAre() {
    OnnxReader reader = new OnnxReader(TF, Optional.of("logits"), Optional.empty());
    byte[] content = OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH);
    String sentence =
        assertThrows(WeightsException.class, () -> reader.read(content, "", "")).getMessage();
    assertTrue(sentence.contains("no output 'logits'"), sentence);
    assertTrue(sentence.contains("features float [n, 5]"), sentence);
  }

  @Test
  void aPreprocessingOfAnotherSizeIsRefused() {
    Preprocessing other =
        new Preprocessing(
            Optional.of(new Preprocessing.Size(8, WIDTH)),
            TF.crop(),
            TF.filter(),
            TF.normalisation(),
            TF.channels());
    byte[] content = OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH);
    String sentence = assertThrows(WeightsException.class, () -> read(content, other)).getMessage();
    assertTrue(sentence.contains("a height of 8, and the network takes 6"), sentence);
  }
}
