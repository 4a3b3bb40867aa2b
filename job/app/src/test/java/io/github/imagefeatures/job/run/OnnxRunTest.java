package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.Resizing.CentreCrop;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.OnnxModel;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with a network from an ONNX file. */
final class OnnxRunTest {
  private static final int IMAGES = 12;
  private static final int FEATURES = 9;
  private static final int HEIGHT = 24;
  private static final int WIDTH = 32;
  private static final long SEED = 5;

  /** Cut out of a larger image, and blue first. */
  private static final String CUT =
      """
      {"resize": "shortest-edge", "shortest_edge": 40, "filter": "lanczos", "divisor": 255,
       "mean": [0.1, 0.2, 0.3], "deviation": [0.5, 0.6, 0.7], "channels": "bgr"}
      """;

  private static final InputSpec INPUT =
      new InputSpec(
          HEIGHT,
          WIDTH,
          new CentreCrop(40, Margin.HALF_EVEN),
          Filter.LANCZOS,
          new Normalisation(255, new Channels(0.1f, 0.2f, 0.3f), new Channels(0.5f, 0.6f, 0.7f)));

  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private Path output;
  private Path network;
  private String preprocessing;

  @BeforeAll
  static void drawImages() throws IOException {
    spark = LocalSpark.session();
    TestRuns.drawLongAgo(drawn.resolve("set"), new SetSize(3, IMAGES / 3), 3);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void writeNetwork() throws IOException {
    output = folder.resolve("out");
    network =
        Files.write(
            folder.resolve("own.onnx"), OnnxModel.ofMeans(FEATURES, SEED, -1, 3, HEIGHT, WIDTH));
    preprocessing = Files.writeString(folder.resolve("own.json"), CUT).toString();
  }

  private TestRuns runs() {
    return new TestRuns(spark, drawn.resolve("set").toString(), output)
        .onnx(network, preprocessing);
  }

  private Map<String, Object> features(String run) {
    return TestRuns.column(
        spark, output.resolve("runs").resolve(run).resolve("features"), "features");
  }

  @Test
  void aNetworkFromAnOnnxFileMakesItsOwnFeaturesOfImagesPreprocessedAsItsFileSays()
      throws Exception {
    CompletedRun run = runs().run("a");
    Manifest manifest = run.manifest();
    assertTrue(manifest.network().matches("onnx_[0-9a-f]{12}"), manifest::network);
    assertEquals("shortest-edge", manifest.preprocessing().get("resize"));
    assertEquals(network.toString(), manifest.options().network());
    assertEquals(FEATURES, manifest.reduction().dimension());
    assertEquals(IMAGES, manifest.counts().featurized());
    for (Map.Entry<String, Object> image : features("a").entrySet()) {
      List<?> actual = SecondTenantsTest.list(image.getValue());
      double[] expected = expected(image.getKey());
      for (int i = 0; i < FEATURES; i++) {
        assertEquals(expected[i], (Float) actual.get(i), 1e-4);
      }
    }
    new FinishedRuns(output.toString(), spark).validate(Optional.of("a"));
  }

  @Test
  void eachEngineComputesTheDefaultNetwork() {
    TestRuns runs = new TestRuns(spark, drawn.resolve("set").toString(), output);
    assertEquals(Networks.DEFAULT.engine().wireName(), runs.run("default").manifest().engine());
    Manifest tensorFlow = runs.engine(Engine.TENSORFLOW).run("tensorflow").manifest();
    Manifest onnxRuntime = runs.engine(Engine.ONNXRUNTIME).run("onnxruntime").manifest();
    for (Manifest manifest : List.of(tensorFlow, onnxRuntime)) {
      assertEquals(manifest.runId(), manifest.engine());
      assertEquals(manifest.runId(), manifest.options().engine());
      assertTrue(manifest.versions().containsKey(manifest.runId()), manifest.runId());
    }
    assertEquals(tensorFlow.network(), onnxRuntime.network());
    assertFalse(onnxRuntime.processors().get(0).onednn(), "that is TensorFlow's");

    Map<String, Object> expected = features("tensorflow");
    Map<String, Object> actual = features("onnxruntime");
    assertEquals(expected.keySet(), actual.keySet());
    assertNotEquals(expected, actual);
    for (String image : expected.keySet()) {
      List<?> one = SecondTenantsTest.list(expected.get(image));
      List<?> other = SecondTenantsTest.list(actual.get(image));
      for (int i = 0; i < one.size(); i++) {
        assertEquals((Float) one.get(i), (Float) other.get(i), 1e-4f, image);
      }
    }
  }

  @Test
  void featuresAreTakenOverAndProjectedOnlyWithTheSamePreprocessing() {
    runs().run("a");
    assertEquals(IMAGES, runs().incremental().run("b").manifest().counts().reused());
    assertEquals(features("a"), features("b"));
    assertEquals(FEATURES, runs().fitFrom("a").run("c").manifest().reduction().dimension());

    preprocessing = "siglip";
    assertEquals(0, runs().incremental().run("e").manifest().counts().reused());
    WeightsException refused =
        assertThrows(WeightsException.class, () -> runs().fitFrom("a").run("f"));
    assertTrue(refused.getMessage().contains("is of another network"), refused::getMessage);
    assertFalse(Files.exists(output.resolve("runs/f")));
  }

  @Test
  void moreComponentsThanTheNetworkHasFeaturesAreRefusedBeforeAnyIsComputed() {
    InputException refused =
        assertThrows(InputException.class, () -> runs().components(FEATURES + 1).run("a"));
    assertEquals(
        "10 components are asked for, but 12 images have at most 9: choose --components 9 or fewer, --variance, --fit-from an earlier run, or --features-only.",
        refused.getMessage());
    assertFalse(Files.exists(output.resolve("runs/a")));
  }

  @Test
  void aDryRunOpensTheNetworkAndSaysWhatARunWouldSay() throws IOException {
    DryRun.Plan plan = runs().plan();
    assertEquals(IMAGES, plan.images().images());
    String pace = plan.estimate().pace().from();
    assertTrue(pace.endsWith("ms of a core an image in own.onnx, measured here"), pace);
    runs().run("a");
    assertSaysTheSame(runs().components(FEATURES + 1));
    preprocessing = "siglip";
    assertSaysTheSame(runs().fitFrom("a"));
    preprocessing = folder.resolve("none.json").toString();
    assertSaysTheSame(runs());
    Files.write(network, new byte[] {1, 2, 3});
    preprocessing = "siglip";
    assertSaysTheSame(runs());
  }

  private static void assertSaysTheSame(TestRuns runs) {
    JobException planned = assertThrows(JobException.class, runs::plan);
    JobException refused = assertThrows(JobException.class, () -> runs.run("b"));
    assertEquals(refused.getMessage(), planned.getMessage());
    assertEquals(refused.id(), planned.id());
  }

  @Test
  void aBrokenNetworkLeavesNothing() throws IOException {
    Files.write(network, new byte[] {1, 2, 3});
    assertThrows(WeightsException.class, () -> runs().run("a"));
    assertFalse(Files.exists(output.resolve("runs/a")));
  }

  /**
   * Pixels by the preprocessor, which has its own tests, then means and sums in double precision.
   */
  private static double[] expected(String path) throws Exception {
    byte[] content = Files.readAllBytes(Path.of(path));
    FloatBuffer pixels = FloatBuffer.allocate(INPUT.numbers());
    new ImagePreprocessor(INPUT, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT)
        .preprocess(content, content.length, pixels);
    float[] matrix = OnnxModel.matrix(FEATURES, SEED);
    double[] features = new double[FEATURES];
    for (int i = 0; i < INPUT.numbers(); i++) {
      int blueFirst = 2 - i % InputSpec.CHANNELS;
      for (int f = 0; f < FEATURES; f++) {
        features[f] += (double) pixels.get(i) / (HEIGHT * WIDTH) * matrix[blueFirst * FEATURES + f];
      }
    }
    return features;
  }
}
