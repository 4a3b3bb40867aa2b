package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.Drift;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.inspect.RunComparison;
import io.github.imagefeatures.network.ToyNetwork;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that use the scaling and the components of an earlier one. */
final class FitFromRunTest {
  private static final int IMAGES = 8;
  private static final String QUANTILE_KNOWN = "error_quantile >= 0";

  private static SparkSession spark;

  /** Two sets, and an output with the fit of the first. */
  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Path output;
  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  static void fit() throws IOException {
    spark = LocalSpark.session();
    draw("old", 5);
    draw("new", 6);
    new TestRuns(spark, shared.resolve("old").toString(), shared.resolve("out")).run("fit");
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void copyTheFit() throws IOException {
    output = folder.resolve("out");
    FileUtils.copyDirectory(shared.resolve("out").toFile(), output.toFile());
  }

  @Test
  void projectingTheFittedSetGivesTheFitsOwnComponentsBitForBit() {
    runs("old").fitFrom("fit").run("again");

    assertEquals(components("fit"), components("again"));
    validate("again");
  }

  @ParameterizedTest
  @EnumSource
  void soItDoesWithEitherScalingAlsoFromAProjectedRun(Scaling scaling) throws IOException {
    Path weights = toyWeights(7);
    Manifest fitted = toy("old", weights).scaling(scaling).run("toy").manifest();
    toy("old", weights).fitFrom("toy").run("b");

    Manifest chained = toy("old", weights).fitFrom("b").run("c").manifest();

    assertEquals(components("toy"), components("c"));
    assertEquals(fitted.reduction().cumulativeVariance(), chained.reduction().cumulativeVariance());
    validate("c");
  }

  @Test
  void newImagesGetTheProductOfTheirFeaturesWithTheFitsMatrices() throws IOException {
    Manifest manifest = runs("new").fitFrom("fit").run("new", listener()).manifest();

    PipelineModel model = PipelineModel.load(at("fit/model").toString());
    StandardScalerModel scaler = (StandardScalerModel) model.stages()[0];
    PCAModel pca = (PCAModel) model.stages()[1];
    Map<String, Object> features = TestRuns.column(spark, at("new/features"), "features");
    Map<String, Object> components = components("new");
    assertEquals(IMAGES, components.size());
    features.forEach(
        (path, vector) -> {
          List<Float> x = list(vector);
          List<Double> found = list(components.get(path));
          assertEquals(pca.pc().numCols(), found.size());
          for (int c = 0; c < found.size(); c++) {
            double expected = 0;
            for (int f = 0; f < x.size(); f++) {
              double deviation = scaler.std().apply(f);
              double scaled = deviation == 0 ? 0 : (x.get(f) - scaler.mean().apply(f)) / deviation;
              expected += scaled * pca.pc().apply(f, c);
            }
            assertEquals(expected, found.get(c), 1e-9 * Math.max(1, Math.abs(expected)));
          }
        });
    assertEquals(names("fit"), names("new"));
    assertEquals(
        Files.readString(at("fit/variance.csv")), Files.readString(at("new/variance.csv")));
    assertFalse(manifest.seconds().containsKey(Stage.FITTING.key()));
    assertTrue(Files.readString(at("new/report.html")).contains("those of the run fit"));
    assertEquals(List.of(), warnings);
    validate("new");
  }

  @ParameterizedTest
  @EnumSource
  void everyImageHasItsErrorAndItsQuantileAmongThoseThatWereFitted(Scaling scaling) {
    runs("old").scaling(scaling).components(3).run("three");
    Manifest manifest = runs("new").fitFrom("three").run("new").manifest();

    List<Double> fitted = keptErrors("three");
    Map<String, Double> found = errors("new");
    Map<String, Object> features = TestRuns.column(spark, at("new/features"), "features");
    PlainFit fit = PlainFit.of(at("three/model"));
    double[] mean = fit.scaler() == null ? meanOf("three") : fit.scaler().mean().toArray();
    Map<String, Object> quantiles = TestRuns.column(spark, at("new/pca"), "error_quantile");
    double distances = 0;
    for (Map.Entry<String, Object> image : features.entrySet()) {
      double[] left = fit.scaledAndCentred(list(image.getValue()), mean);
      double distance = squares(left);
      fit.takeOffComponents(left);
      assertEquals(squares(left), found.get(image.getKey()), 1e-9 * distance);
      distances += distance;
      double notAbove = fitted.stream().filter(each -> each <= found.get(image.getKey())).count();
      assertEquals(notAbove / IMAGES, quantiles.get(image.getKey()));
    }
    double largest = fitted.get(IMAGES - 1);
    double beyond = found.values().stream().filter(each -> each > largest).count();
    Manifest.NewImages images = manifest.reduction().newImages();
    assertEquals(beyond / IMAGES, images.beyondFit());
    double errors = found.values().stream().mapToDouble(each -> each).sum();
    assertEquals(1 - errors / distances, images.explainedVariance(), 1e-9);
    validate("new");

    double excess = 0;
    for (double error : fitted) {
      double ours = fitted.stream().filter(each -> each <= error).count();
      double theirs = found.values().stream().filter(each -> each <= error).count();
      excess = Math.max(excess, (ours - theirs) / IMAGES);
    }
    runs("new").featuresOnly().run("bare");
    for (String second : List.of("new", "bare")) {
      Drift drift = drift("three", second);
      assertEquals(excess, drift.distance(), 1e-12, second);
      assertEquals(images.beyondFit(), drift.beyondFirst(), second);
    }
    assertTrue(drift("bare", "new").unknown().startsWith("the first says nothing"));
  }

  @ParameterizedTest
  @EnumSource
  void aFitKeepsTheErrorsOfItsImagesAsIfTheyHadNotBeenFitted(Scaling scaling) {
    runs("old").scaling(scaling).components(3).run("three");

    PlainFit fit = PlainFit.of(at("three/model"));
    double[] mean = fit.scaler() == null ? meanOf("three") : fit.scaler().mean().toArray();
    List<double[]> rows =
        TestRuns.column(spark, at("three/features"), "features").values().stream()
            .map(vector -> fit.scaledAndCentred(list(vector), mean))
            .toList();
    double[] squares = new double[3];
    for (double[] z : rows) {
      Arrays.setAll(squares, c -> squares[c] + Math.pow(fit.score(z, c), 2));
    }
    List<Double> expected = new ArrayList<>();
    for (double[] z : rows) {
      double leverage = 1.0 / IMAGES;
      for (int c = 0; c < 3; c++) {
        leverage += Math.pow(fit.score(z, c), 2) / squares[c];
      }
      double most = squares(z) * Math.pow(IMAGES / (IMAGES - 1.0), 2);
      fit.takeOffComponents(z);
      expected.add(Math.min(squares(z) / Math.pow(1 - leverage, 2), most));
    }
    expected.sort(null);
    List<Double> kept = keptErrors("three");
    for (int i = 0; i < IMAGES; i++) {
      assertEquals(expected.get(i), kept.get(i), 1e-6 * expected.get(i));
    }
  }

  private Drift drift(String first, String second) {
    return RunComparison.between(
            first,
            second,
            Optional.of(output.toString()),
            spark.sparkContext().hadoopConfiguration(),
            () -> spark)
        .drift();
  }

  private List<Double> keptErrors(String run) {
    List<Double> errors = new ArrayList<>();
    try {
      Json.MAPPER
          .readTree(at(run + "/model/fitted-images.json").toFile())
          .get("errors")
          .forEach(error -> errors.add(error.asDouble()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return errors;
  }

  @Test
  void theFittedImagesHaveTheSameErrorsAgainAndNoneLiesBeyond() {
    Manifest fitted = runs("old").components(3).run("three").manifest();
    assertNull(fitted.reduction().newImages());
    runs("old").fitFrom("three").run("b");
    Manifest chained = runs("old").fitFrom("b").run("c").manifest();

    assertEquals(errors("three"), errors("c"));
    assertEquals(0, chained.reduction().newImages().beyondFit());
    assertEquals(
        fitted.reduction().cumulativeVariance(),
        chained.reduction().newImages().explainedVariance(),
        1e-12);
    assertEquals(Set.of(IMAGES - 1), fitted.reduction().cumulativeByCount().keySet());
    assertEquals(Set.of(3), chained.reduction().cumulativeByCount().keySet());
    validate("c");

    Manifest few = runs("old").fitFrom("three").components(2).run("few").manifest();
    Map<String, Double> three = errors("three");
    errors("few").forEach((path, error) -> assertTrue(error > three.get(path), path));
    assertEquals(0, spark.read().parquet(at("few/pca").toString()).where(QUANTILE_KNOWN).count());
    assertNull(few.reduction().newImages().beyondFit(), "errors of fewer are others");
  }

  @Test
  void theManifestSaysWithWhatTheImagesWereProjected() throws IOException {
    Manifest manifest = runs("new").fitFrom(at("fit").toString()).run("new").manifest();

    Manifest.ProjectedWith fit = manifest.reduction().projectedWith();
    assertEquals("fit", fit.run());
    assertEquals("file:" + at("fit/model"), fit.model());
    assertEquals("", fit.weightsSha256(), "untrained weights have no file");
    assertTrue(fit.files().size() >= 5, fit.files()::toString);
    for (Map.Entry<String, String> file : fit.files().entrySet()) {
      byte[] content = Files.readAllBytes(at("fit/model").resolve(file.getKey()));
      assertEquals(DigestUtils.sha256Hex(content), file.getValue(), file.getKey());
    }
    assertEquals(at("fit").toString(), manifest.options().fitFrom());
    assertNull(manifest.options().variance());
    assertNull(manifest.options().scaling());
  }

  @Test
  void oneImageIsEnough() throws IOException {
    Path one = Files.createDirectories(folder.resolve("one"));
    try (Stream<Path> files = Files.walk(shared.resolve("new"))) {
      Files.copy(
          files.filter(Files::isRegularFile).findFirst().orElseThrow(), one.resolve("1.jpg"));
    }
    TestRuns runs = new TestRuns(spark, one.toString(), output).fitFrom("fit");

    assertEquals(1, runs.plan().images().images());
    assertEquals(1, runs.run("one").manifest().counts().featurized());
    assertEquals(
        list(components("fit").values().iterator().next()).size(),
        list(components("one").values().iterator().next()).size());
    validate("one");
  }

  @Test
  void fewerComponentsAreTheFirstOfThem() {
    runs("old").fitFrom("fit").components(2).run("few");

    Map<String, Object> all = components("fit");
    components("few")
        .forEach(
            (path, found) -> {
              List<Double> two = list(found);
              assertEquals(2, two.size());
              for (int i = 0; i < 2; i++) {
                assertEquals(FitFromRunTest.<Double>list(all.get(path)).get(i), two.get(i), 1e-9);
              }
            });
    validate("few");
  }

  @Test
  void moreComponentsThanTheFitHasAreRefusedByRunAndPlan() {
    JobException refused =
        assertThrows(
            JobException.class, () -> runs("new").fitFrom("fit").components(9).run("more"));
    assertEquals(3, refused.exitCode().number());
    assertTrue(
        refused.getMessage().startsWith("9 components are asked for, but the fit of fit has only"),
        refused.getMessage());
    assertThrows(JobException.class, () -> runs("new").fitFrom("fit").components(9).plan());
    assertFalse(Files.exists(at("more")));
  }

  @Test
  void anIncrementCostsTheNewImagesAndLeavesEveryEarlierVectorAsItIs() throws IOException {
    Path growing = folder.resolve("growing");
    FileUtils.copyDirectory(shared.resolve("new").toFile(), growing.toFile());
    TestRuns runs = new TestRuns(spark, growing.toString(), output).fitFrom("fit");
    runs.run("before");
    Path image = growing.resolve("another.jpg");
    try (Stream<Path> files = Files.walk(shared.resolve("old"))) {
      Files.copy(files.filter(Files::isRegularFile).findFirst().orElseThrow(), image);
    }

    Manifest manifest = runs.incremental().run("after").manifest();

    assertEquals(IMAGES, manifest.counts().reused());
    assertEquals(IMAGES + 1, manifest.counts().featurized());
    Map<String, Object> after = components("after");
    components("before").forEach((path, vector) -> assertEquals(vector, after.get(path), path));
    validate("after");
  }

  @Test
  void otherWeightsOrAnotherNetworkThanTheFitsAreRefusedAndLeaveNothing() throws IOException {
    toy("old", toyWeights(7)).run("toy");
    Path others = toyWeights(8);

    assertRefused(
        5,
        FailureId.FIT_WITH_OTHER_WEIGHTS,
        "The fit of the run toy is of other weights (toy, sha256 ",
        toy("new", others).fitFrom("toy"));
    assertRefused(
        5,
        FailureId.FIT_WITH_OTHER_WEIGHTS,
        "is of 8 features an image, and this network makes 1280",
        runs("new").fitFrom("toy"));
    assertThrows(WeightsException.class, () -> runs("new").fitFrom("toy").plan());
    assertRefused(
        5,
        FailureId.FIT_WITH_OTHER_WEIGHTS,
        "is of other weights (toy, sha256 ",
        runs("new").network(ToyNetwork.NETWORK).fitFrom("toy"));
  }

  @Test
  void aFitOfUntrainedWeightsIsNotTakenForOneOfTrainedOnes() throws IOException {
    runs("old").network(ToyNetwork.NETWORK).run("toy");

    assertRefused(
        5,
        FailureId.FIT_WITH_OTHER_WEIGHTS,
        "is of other weights (toy, untrained)",
        toy("new", toyWeights(7)).fitFrom("toy"));
  }

  @Test
  void aModelMadeBySparkAloneIsTaken() throws IOException {
    Path weights = toyWeights(7);
    toy("old", weights).run("toy");
    Dataset<Row> features = vectors("toy");
    PipelineStage[] stages = {
      new StandardScaler().setInputCol("v").setOutputCol("s").setWithMean(true),
      new PCA().setInputCol("s").setOutputCol("p").setK(3)
    };
    PipelineModel model = new Pipeline().setStages(stages).fit(features);
    Path saved = folder.resolve("sparks own, and {odd}");
    model.write().save(folder.resolve("plain").toString());
    Files.move(folder.resolve("plain"), saved);

    Manifest manifest =
        toy("new", weights).fitFrom(saved.toString()).run("new", listener()).manifest();

    assertGives(model, "new");
    assertNull(manifest.reduction().newImages());
    assertEquals(0, spark.read().parquet(at("new/pca").toString()).where(QUANTILE_KNOWN).count());
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("does not say which weights"), warnings::toString);
    assertNull(manifest.reduction().projectedWith().run());
    assertNull(manifest.reduction().projectedWith().weightsSha256());
    assertEquals(4, Files.readAllLines(at("new/variance.csv")).size());
    validate("new");
  }

  @Test
  void aModelThatDoesNotCentreIsAppliedAsItIs() throws IOException {
    Path weights = toyWeights(7);
    toy("old", weights).run("toy");
    PipelineStage[] stages = {
      new StandardScaler().setInputCol("v").setOutputCol("s"),
      new PCA().setInputCol("s").setOutputCol("p").setK(2)
    };
    PipelineModel model = new Pipeline().setStages(stages).fit(vectors("toy"));
    model.write().save(folder.resolve("model").toString());

    toy("new", weights).fitFrom(folder.resolve("model").toString()).run("new");

    assertGives(model, "new");
  }

  @Test
  void whatHasNoFitThatCanBeUsedIsRefused() throws IOException {
    runs("old").featuresOnly().run("features");
    assertRefused(
        6, FailureId.FIT_UNUSABLE, "has features only and no fit", runs("new").fitFrom("features"));
    assertRefused(
        6, FailureId.NO_COMPLETE_RUN, "There is no complete run in", runs("new").fitFrom("none"));
    assertRefused(
        6,
        FailureId.NO_COMPLETE_RUN,
        "There is no complete run in",
        runs("new").fitFrom(folder.toString()));
    assertRefused(
        6,
        FailureId.OUTPUT_UNREACHABLE,
        "Write './' before a relative path that has a colon in it.",
        runs("new").fitFrom("fits:2026/runs/a"));
    PipelineStage[] stages = {new StandardScaler().setInputCol("v").setOutputCol("s")};
    new Pipeline()
        .setStages(stages)
        .fit(vectors("fit"))
        .write()
        .save(folder.resolve("scaler").toString());
    assertRefused(
        6,
        FailureId.FIT_UNUSABLE,
        "its stages are StandardScalerModel and not",
        runs("new").fitFrom(folder.resolve("scaler").toString()));
    FileUtils.deleteDirectory(at("fit/model/stages").toFile());
    assertRefused(6, FailureId.FIT_UNUSABLE, "cannot be used (", runs("new").fitFrom("fit"));
  }

  @Test
  void aRunThatWasStoppedResumesWithTheSameFitAlone() {
    RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
    assertThrows(
        IllegalStateException.class, () -> runs("old").fitFrom("fit").run("again", stopping));
    assertThrows(OutputException.class, () -> runs("old").run("again"));

    runs("old").fitFrom("fit").run("again");

    assertEquals(components("fit"), components("again"));
    validate("again");
  }

  @Test
  void aCompleteRunIsTheSameOneOnlyWhileItsFitIs() throws IOException {
    TestRuns runs = runs("new").fitFrom("fit").succeedingIfComplete();
    runs.run("new");
    assertEquals("new", runs.run("new").runId());
    Path description = at("fit/model/metadata/part-00000");
    Files.deleteIfExists(at("fit/model/metadata/.part-00000.crc"));
    Files.writeString(description, Files.readString(description).replace("{", "{ "));

    OutputException refused = assertThrows(OutputException.class, () -> runs.run("new"));

    assertTrue(refused.getMessage().contains("but with another fit"), refused.getMessage());
  }

  @Test
  void validateFindsARowThatIsNotTheModelsAndAModelThatIsNotTheFits() throws IOException {
    runs("new").fitFrom("fit").run("new");
    Path other = folder.resolve("other");
    spark
        .read()
        .parquet(at("new/pca").toString())
        .withColumn(
            "pca_features",
            functions.expr(
                "if(path like '%0.jpg', transform(pca_features, x -> x + 1e-6D), pca_features)"))
        .write()
        .parquet(other.toString());
    FileUtils.deleteDirectory(at("new/pca").toFile());
    Files.move(other, at("new/pca"));
    String wrong = assertThrows(OutputException.class, () -> validate("new")).getMessage();
    assertTrue(wrong.contains("are not what the model gives."), wrong);

    runs("new").fitFrom("fit").run("b");
    validate("b");
    runs("new").components(2).run("c");
    FileUtils.deleteDirectory(at("fit/model").toFile());
    FileUtils.copyDirectory(at("c/model").toFile(), at("fit/model").toFile());
    String another = assertThrows(OutputException.class, () -> validate("b")).getMessage();
    assertTrue(another.contains("The model is not that of "), another);
    FileUtils.deleteDirectory(at("fit").toFile());
    validate("b");
  }

  private void assertRefused(int code, FailureId id, String sentence, TestRuns runs) {
    JobException refused =
        FailureClassifier.classify(assertThrows(Exception.class, () -> runs.run("refused")));
    assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    assertEquals(id, refused.id());
    assertEquals(code, refused.exitCode().number());
    assertFalse(Files.exists(at("refused")));
  }

  private double[] meanOf(String run) {
    double[] mean = new double[1280];
    Map<String, Object> features = TestRuns.column(spark, at(run + "/features"), "features");
    for (Object vector : features.values()) {
      List<Float> x = list(vector);
      Arrays.setAll(mean, i -> mean[i] + x.get(i) / (double) features.size());
    }
    return mean;
  }

  private static double squares(double[] numbers) {
    return Arrays.stream(numbers).map(x -> x * x).sum();
  }

  private Map<String, Double> errors(String run) {
    Map<String, Double> errors = new TreeMap<>();
    TestRuns.column(spark, at(run + "/pca"), "reconstruction_error")
        .forEach((path, error) -> errors.put(path, (Double) error));
    return errors;
  }

  /** Spark's own model, applied to a run's features, gives the run's components. */
  private void assertGives(PipelineModel model, String run) {
    Map<String, Object> found = components(run);
    for (Row row : model.transform(vectors(run)).collectAsList()) {
      double[] expected = row.<Vector>getAs("p").toArray();
      List<Double> components = list(found.get(row.<String>getAs("path")));
      assertEquals(expected.length, components.size());
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], components.get(i), 1e-9 * Math.max(1, Math.abs(expected[i])));
      }
    }
  }

  private Dataset<Row> vectors(String run) {
    Dataset<Row> features = spark.read().parquet(at(run + "/features").toString());
    return features.withColumn(
        "v", org.apache.spark.ml.functions.array_to_vector(features.col("features")));
  }

  private RunListener listener() {
    return new RunListener() {
      @Override
      public void warn(String sentence) {
        if (!sentence.contains("UNTRAINED")) {
          warnings.add(sentence);
        }
      }
    };
  }

  private TestRuns runs(String set) {
    return new TestRuns(spark, shared.resolve(set).toString(), output);
  }

  private TestRuns toy(String set, Path weights) {
    return runs(set).network(ToyNetwork.NETWORK).model(weights);
  }

  private Path toyWeights(long seed) throws IOException {
    return Files.writeString(folder.resolve("toy-" + seed + ".txt"), "toy " + seed);
  }

  private Map<String, Object> components(String run) {
    return TestRuns.column(spark, at(run + "/pca"), "pca_features");
  }

  private void validate(String runId) {
    CompletedRun run = new FinishedRuns(output.toString(), spark).validate(Optional.of(runId));
    assertEquals(runId, run.runId());
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private Set<String> names(String runId) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(at(runId))) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    return names;
  }

  private static void draw(String set, long seed) throws IOException {
    TestRuns.drawLongAgo(shared.resolve(set), new SetSize(2, IMAGES / 2), seed);
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Object column) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<T>) column);
  }
}
