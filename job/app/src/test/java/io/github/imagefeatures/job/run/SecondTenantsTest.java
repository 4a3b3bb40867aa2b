package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.job.artifact.Norms;
import io.github.imagefeatures.job.artifact.Validation;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.network.ToyNetwork;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.FeatureSelection;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with a second network, a second reducer and one artifact more, all of them toys. */
final class SecondTenantsTest {
  private static final int IMAGES = 20;
  private static final int FEATURES = ToyNetwork.NETWORK.features();
  private static final long SEED = 7;

  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private Path output;
  private Path weights;

  @BeforeAll
  static void drawImages() throws IOException {
    spark = LocalSpark.session();
    TestRuns.drawLongAgo(drawn.resolve("set"), new SetSize(4, IMAGES / 4), 3);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void writeWeights() throws IOException {
    output = folder.resolve("out");
    weights = Files.writeString(folder.resolve("toy.txt"), "toy " + SEED);
  }

  @Test
  void aSecondNetworkMakesItsOwnFeaturesAndComponents() throws Exception {
    Manifest manifest = toy().scaling(Scaling.STANDARD).neighbours(10).run("a").manifest();
    assertEquals("toy", manifest.network());
    assertEquals("unknown", manifest.weights().recognition());
    assertEquals(FEATURES, manifest.reduction().dimension());
    assertTrue(manifest.reduction().components() <= FEATURES, manifest.reduction()::toString);
    assertEquals(IMAGES, manifest.counts().featurized());

    float[][] factors = ToyNetwork.factors(SEED);
    Map<String, Object> features = column("a", "features");
    assertEquals(IMAGES, features.size());
    for (Map.Entry<String, Object> image : features.entrySet()) {
      assertArrayEquals(expected(image.getKey(), factors), floats(image.getValue()), 1e-4f);
    }
    for (Object components : column("a", "pca", "pca_features").values()) {
      assertEquals(manifest.reduction().components(), list(components).size());
    }
    assertEquals(1 + FEATURES, Files.readAllLines(at("a/variance.csv")).size());
    assertTrue(Files.size(at("a/report.html")) > 0);
    assertSound("a");
  }

  @Test
  void aSecondNetworkReusesItsOwnFeaturesAndNoOthers() {
    toy().run("a");
    assertEquals(IMAGES, toy().incremental().run("b").manifest().counts().reused());
    assertEquals(column("a", "features"), column("b", "features"));
    assertReusesNothingOfAnotherNetwork();
  }

  @Test
  void untrainedWeightsOfTwoNetworksAreNotTakenForTheSame() {
    runs().network(ToyNetwork.NETWORK).run("a");
    assertReusesNothingOfAnotherNetwork();
  }

  @Test
  void anUnfinishedRunIsNotResumedWithAnotherNetwork() {
    RunListener breaksOff =
        new RunListener() {
          @Override
          public void featurizingStarted(long total, long already) {
            throw new IllegalStateException("broken off");
          }
        };
    assertThrows(
        IllegalStateException.class, () -> runs().network(ToyNetwork.NETWORK).run("a", breaksOff));
    OutputException refused = assertThrows(OutputException.class, () -> runs().run("a"));
    assertTrue(refused.getMessage().contains("was begun with the weights toy-untrained-"));
  }

  @Test
  void moreComponentsThanASecondNetworkHasFeaturesAreRefusedByRunAndPlan() {
    String sentence =
        "9 components are asked for, but 20 images have at most 8: choose --components 8 or fewer, --variance, --fit-from an earlier run, or --features-only.";
    assertEquals(
        sentence,
        assertThrows(InputException.class, () -> toy().components(9).run("a")).getMessage());
    assertEquals(
        sentence,
        assertThrows(InputException.class, () -> toy().components(9).plan()).getMessage());
    assertEquals(8, toy().components(8).run("b").manifest().reduction().components());
  }

  @Test
  void weightsOfTheFirstNetworkAreNoneOfTheSecond() throws IOException {
    Files.writeString(weights, "something else");
    assertThrows(WeightsException.class, () -> toy().run("a"));
  }

  @Test
  void aSecondReducerReplacesThePrincipalComponents() {
    int kept = 3;
    Manifest manifest =
        toy()
            .components(kept)
            .reducer(new FeatureSelection(new ComponentChoice.Fixed(kept)))
            .run("a")
            .manifest();
    assertEquals(kept, manifest.reduction().components());
    assertEquals("none", manifest.reduction().scaling());

    Map<String, Object> features = column("a", "features");
    int[] order = byVariance(features);
    Map<String, Object> components = column("a", "pca", "pca_features");
    features.forEach(
        (path, vector) -> {
          for (int i = 0; i < kept; i++) {
            assertEquals(
                (double) floats(vector)[order[i]], (Double) list(components.get(path)).get(i));
          }
        });
    assertSound("a");
    assertModelGives(components);
  }

  @Test
  void oneArtifactMoreIsWrittenPublishedAndChecked() throws IOException {
    toy().artifacts(Norms.besideTheOthers()).run("a");
    assertEquals(IMAGES, Files.readAllLines(at("a/" + Norms.NAME)).size());
    assertEquals(List.of(), faults());

    Files.writeString(at("a/" + Norms.NAME), "x\t1.0\n");
    assertEquals(List.of("The norms are not those of the components."), faults());

    Files.delete(at("a/" + Norms.NAME));
    assertEquals(1, faults().size());
    assertTrue(
        faults().get(0).startsWith("The table norms.tsv cannot be read"), faults()::toString);
  }

  private List<String> faults() {
    RunFolder run =
        new RunFolder(output.toString(), "a", spark.sparkContext().hadoopConfiguration());
    return new Validation(run, spark, CompletedRun.open(run).manifest(), Norms.besideTheOthers())
        .faults();
  }

  private TestRuns runs() {
    return new TestRuns(spark, drawn.resolve("set").toString(), output);
  }

  private TestRuns toy() {
    return runs().network(ToyNetwork.NETWORK).model(weights);
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private Map<String, Object> column(String run, String table) {
    return column(run, table, table);
  }

  private Map<String, Object> column(String run, String table, String column) {
    return TestRuns.column(spark, at(run).resolve(table), column);
  }

  /** Of a run with the default network, after one with the other. */
  private void assertReusesNothingOfAnotherNetwork() {
    List<String> warnings = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warn(String sentence) {
            warnings.add(sentence);
          }
        };
    Manifest manifest = runs().incremental().run("other", listener).manifest();
    assertEquals(Networks.DEFAULT.name(), manifest.network());
    assertEquals(0, manifest.counts().reused());
    assertTrue(
        warnings.stream().anyMatch(line -> line.contains("was made with another network.")),
        warnings::toString);
  }

  private void assertSound(String run) {
    new FinishedRuns(output.toString(), spark).validate(Optional.of(run));
  }

  /** The saved model, applied to the features as in the documents, gives the components. */
  private void assertModelGives(Map<String, Object> components) {
    Dataset<Row> features = spark.read().parquet(at("a/features").toString());
    PipelineModel.load(at("a/model").toString())
        .transform(
            features.withColumn(
                "features_vector", functions.array_to_vector(features.col("features"))))
        .collectAsList()
        .forEach(
            row ->
                assertEquals(
                    list(components.get(row.<String>getAs("path"))),
                    Arrays.stream(row.<Vector>getAs("pca_features").toArray()).boxed().toList()));
  }

  /** Pixels by the preprocessor, which has its own tests, and then sums in double precision. */
  private static float[] expected(String path, float[][] factors) throws Exception {
    byte[] content = Files.readAllBytes(Path.of(path));
    FloatBuffer pixels = FloatBuffer.allocate(ToyNetwork.NETWORK.input().numbers());
    new ImagePreprocessor(
            ToyNetwork.NETWORK.input(),
            ImageLimits.DEFAULT,
            Resampling.DEFAULT,
            Orientation.DEFAULT)
        .preprocess(content, content.length, pixels);
    float[] features = new float[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      double sum = 0;
      for (int i = 0; i < factors.length; i++) {
        sum += (double) pixels.get(i) * factors[i][f];
      }
      features[f] = (float) sum;
    }
    return features;
  }

  /** The features, those that vary most first. */
  private static int[] byVariance(Map<String, Object> vectors) {
    double[] variances =
        IntStream.range(0, FEATURES).mapToDouble(f -> variance(vectors, f)).toArray();
    return IntStream.range(0, FEATURES)
        .boxed()
        .sorted(Comparator.comparing((Integer f) -> variances[f]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double variance(Map<String, Object> vectors, int feature) {
    double[] values =
        vectors.values().stream().mapToDouble(vector -> floats(vector)[feature]).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
  }

  private static float[] floats(Object column) {
    List<?> values = list(column);
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (Float) values.get(i);
    }
    return floats;
  }

  static List<?> list(Object column) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<?>) column);
  }
}
