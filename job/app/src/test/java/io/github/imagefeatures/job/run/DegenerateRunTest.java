package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs over images that hardly vary: a right result or one sentence, never NaN or infinity. */
final class DegenerateRunTest {
  private static final Pattern NO_NUMBER =
      Pattern.compile("(?i)(?<![a-z])(nan|[+-]?inf(inity)?)(?![a-z])");

  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private Path images;

  @BeforeAll
  static void draw() {
    spark = LocalSpark.session();
    new ImageGenerator().generate(drawn.resolve("set").toString(), new SetSize(2, 3), 1);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
  }

  @ParameterizedTest
  @EnumSource
  void oneImageIsRefusedWithOneSentence(Scaling scaling) throws IOException {
    copy(0, "only.jpg");
    assertRefused(
        scaling,
        3,
        "One image has no principal components: give a folder with at least two different images, or choose --fit-from an earlier run or --features-only.");
  }

  @ParameterizedTest
  @EnumSource
  void oneImageLeftOfTwoIsRefusedWithOneSentence(Scaling scaling) throws IOException {
    copy(0, "only.jpg");
    Files.writeString(images.resolve("broken.jpg"), "no picture");
    assertRefused(scaling, 3, "two different images");
  }

  @ParameterizedTest
  @EnumSource
  void identicalImagesAreRefusedWithOneSentence(Scaling scaling) throws IOException {
    for (int i = 0; i < 5; i++) {
      copy(0, i + ".jpg");
    }
    assertRefused(scaling, 3, "two different images");
  }

  @ParameterizedTest
  @EnumSource
  void twoImagesHaveOneComponentThatKeepsAll(Scaling scaling) throws IOException {
    copy(0, "a.jpg");
    copy(5, "b.jpg");
    Manifest manifest = run(scaling);
    assertEquals(1, manifest.reduction().components());
    assertEquals(1, manifest.reduction().cumulativeVariance(), 1e-12);
    assertOnlyNumbers(1);
    List<double[]> components = components();
    double difference = Math.abs(components.get(0)[0] - components.get(1)[0]);
    assertEquals(distance(scaling), difference, 1e-5 * difference);
  }

  @ParameterizedTest
  @EnumSource
  void copiesOfTwoImagesHaveOneComponentAndCopiesLieAtOnePoint(Scaling scaling) throws IOException {
    for (int i = 0; i < 3; i++) {
      copy(0, "a" + i + ".jpg");
      copy(5, "b" + i + ".jpg");
    }
    Manifest manifest = run(scaling);
    assertEquals(1, manifest.reduction().components());
    assertOnlyNumbers(1);
    assertEquals(2, components().stream().map(row -> row[0]).distinct().count());
  }

  @ParameterizedTest
  @EnumSource
  void fewerImagesThanFeaturesHaveOneComponentLessThanImages(Scaling scaling) throws IOException {
    for (int i = 0; i < 6; i++) {
      copy(i, i + ".jpg");
    }
    Manifest manifest = runs(scaling).components(5).run("run").manifest();
    assertEquals(5, manifest.reduction().components());
    assertEquals(1, manifest.reduction().cumulativeVariance(), 1e-9);
    assertOnlyNumbers(5);
    assertTrue(constantFeatures() > 0, "these images leave features constant");
    assertDeviationsAreNumbers();
  }

  @ParameterizedTest
  @EnumSource
  void aWishForMoreComponentsThanThereAreGivesThoseThereAreWithOneWarning(Scaling scaling)
      throws IOException {
    for (int i = 0; i < 4; i++) {
      copy(i, i + ".jpg");
    }
    copy(0, "again.jpg");
    List<String> warnings = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warn(String sentence) {
            if (!sentence.contains("UNTRAINED")) {
              warnings.add(sentence);
            }
          }
        };

    Manifest manifest = runs(scaling).componentsIfThereAre(50).run("run", listener).manifest();

    assertEquals(3, manifest.reduction().components());
    assertEquals(
        List.of(
            "These images have at most 3 components, so those are kept instead of the 50 that the settings wish for."),
        warnings);
    assertOnlyNumbers(3);
    assertTrue(
        Files.readString(folder.resolve("out/runs/run/report.html"))
            .contains("3 components were kept, as many as these images have of the 50 wished for"));
    warnings.clear();
    runs(scaling).componentsIfThereAre(3).run("met", listener);
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @EnumSource
  void moreComponentsThanImagesLessOneAreRefusedBeforeAnythingIsComputed(Scaling scaling)
      throws IOException {
    for (int i = 0; i < 4; i++) {
      copy(i, i + ".jpg");
    }
    assertRefused(
        runs(scaling).components(4),
        3,
        "4 components are asked for, but 4 images have at most 3: choose --components 3 or fewer, --variance, --fit-from an earlier run, or --features-only.");
    assertFalse(Files.exists(folder.resolve("out/runs/run/_working/features")));
  }

  @ParameterizedTest
  @EnumSource
  void moreComponentsThanTheRankAreRefusedWithTheNumberThatWouldDo(Scaling scaling)
      throws IOException {
    for (int i = 0; i < 3; i++) {
      copy(0, "a" + i + ".jpg");
      copy(5, "b" + i + ".jpg");
    }
    assertRefused(runs(scaling).components(2), 3, "1");
    // The features are there: with a count that would do, the run is made under another name.
    assertEquals(1, runs(scaling).components(1).run("other").manifest().reduction().components());
  }

  private void assertRefused(Scaling scaling, int exitCode, String sentence) {
    assertRefused(runs(scaling), exitCode, sentence);
  }

  private void assertRefused(TestRuns runs, int exitCode, String part) {
    Exception failure = assertThrows(Exception.class, () -> runs.run("run"));
    JobException classified = FailureClassifier.classify(failure);
    String sentence = classified.getMessage();
    assertEquals(exitCode, classified.exitCode().number(), sentence);
    assertTrue(sentence.contains(part), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
    assertFalse(NO_NUMBER.matcher(sentence).find(), sentence);
    assertFalse(Files.exists(folder.resolve("out/runs/run/manifest.json")));
    assertFalse(Files.exists(folder.resolve("out/latest.json")));
  }

  /** No NaN and no infinity in any file of the run; {@code validate} says so, too. */
  private void assertOnlyNumbers(int k) throws IOException {
    new FinishedRuns(folder.resolve("out").toString(), spark).validate(Optional.empty());
    Path run = folder.resolve("out/runs/run");
    for (String name : List.of("variance.csv", "pca.tsv", "manifest.json")) {
      String text = Files.readString(run.resolve(name));
      assertFalse(NO_NUMBER.matcher(text).find(), name + ": " + text);
    }
    String page = Files.readString(run.resolve("report.html"), StandardCharsets.UTF_8);
    int data = page.indexOf("<body");
    assertTrue(data > 0);
    assertFalse(
        Pattern.compile("(?<![A-Za-z.])(NaN|-?Infinity)(?![A-Za-z(])")
            .matcher(withoutScripts(page.substring(data)))
            .find());
    for (double[] row : components()) {
      assertEquals(k, row.length);
      for (double value : row) {
        assertTrue(Double.isFinite(value));
      }
    }
    String first = Files.readAllLines(run.resolve("variance.csv")).get(1);
    assertTrue(Double.parseDouble(first.split(",")[1]) > 0, first);
  }

  /** The page's data is among its scripts, its library too: that one speaks of NaN. */
  private static String withoutScripts(String html) {
    return Pattern.compile("<script(?![^>]*json)[^>]*>.*?</script>", Pattern.DOTALL)
        .matcher(html)
        .replaceAll("");
  }

  /** What the saved model, which others load, holds. */
  private void assertDeviationsAreNumbers() throws IOException {
    Path stages = folder.resolve("out/runs/run/model/stages");
    try (Stream<Path> data = Files.walk(stages)) {
      for (Path table : data.filter(path -> path.endsWith("data")).toList()) {
        for (Row row : spark.read().parquet(table.toString()).collectAsList()) {
          assertFalse(NO_NUMBER.matcher(row.toString()).find(), table.toString());
        }
      }
    }
  }

  private long constantFeatures() {
    List<List<Float>> rows = features();
    long constant = 0;
    for (int i = 0; i < rows.get(0).size(); i++) {
      int at = i;
      constant += rows.stream().map(row -> row.get(at)).distinct().count() == 1 ? 1 : 0;
    }
    return constant;
  }

  /** Between the two images' features, each divided by its deviation when scaled. */
  private double distance(Scaling scaling) {
    List<List<Float>> rows = features();
    double sum = 0;
    for (int i = 0; i < rows.get(0).size(); i++) {
      double difference = (double) rows.get(0).get(i) - rows.get(1).get(i);
      // Of two numbers the deviation is their difference by the root of two.
      double scaled = scaling == Scaling.NONE ? difference : difference == 0 ? 0 : Math.sqrt(2);
      sum += scaled * scaled;
    }
    return Math.sqrt(sum);
  }

  private List<List<Float>> features() {
    return spark
        .read()
        .parquet(folder.resolve("out/runs/run/features").toString())
        .orderBy("path")
        .collectAsList()
        .stream()
        .map(row -> row.<Float>getList(row.fieldIndex("features")))
        .toList();
  }

  private List<double[]> components() {
    Map<String, Object> rows =
        TestRuns.column(spark, folder.resolve("out/runs/run/pca"), "pca_features");
    return rows.values().stream().map(DegenerateRunTest::numbers).toList();
  }

  @SuppressWarnings("unchecked")
  private static double[] numbers(Object column) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<Double>) column)
        .stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private Manifest run(Scaling scaling) {
    return runs(scaling).run("run").manifest();
  }

  private TestRuns runs(Scaling scaling) {
    return new TestRuns(spark, images.toString(), folder.resolve("out"))
        .scaling(scaling)
        // Which do not depend on the scaling.
        .neighbours(scaling == Scaling.STANDARD ? 10 : 0)
        .maxRejected(0.9);
  }

  private void copy(int picture, String name) throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      Files.copy(
          files.filter(Files::isRegularFile).sorted().toList().get(picture), images.resolve(name));
    }
  }
}
