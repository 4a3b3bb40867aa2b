package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built JAR through its launcher, one finished run shared by the tests. */
final class LauncherIT {
  private static final SetSize DRAWN = new SetSize(4, 5);
  private static final List<String> WEBP =
      List.of("lossy-40.webp", "lossy-100.webp", "lossless.webp");
  private static final int IMAGES = DRAWN.classes() * DRAWN.perClass() + WEBP.size();

  @TempDir private static Path shared;
  private static Path images;
  private static Path output;
  private static Path run;
  private static Launcher.Result result;
  private static JsonNode latest;
  private static SparkSession spark;

  @TempDir private Path scratch;
  private Launcher launcher;

  @BeforeAll
  static void makeARun() throws IOException {
    images = shared.resolve("images");
    output = shared.resolve("out");
    run = output.resolve("runs/one");
    new ImageGenerator().generate(images.toString(), DRAWN, 1);
    Path webp = Files.createDirectory(images.resolve("webp"));
    for (String name : WEBP) {
      try (InputStream fixture =
          LauncherIT.class.getResourceAsStream("/io/github/imagefeatures/image/files/" + name)) {
        Files.copy(fixture, webp.resolve(name));
      }
    }
    result = new Launcher(shared).run(runArgs("one"));
    assertEquals(0, result.exitCode(), result.err());
    latest = json(output.resolve("latest.json"));
    System.setProperty("spark.master", "local[2]");
    spark = SparkSettings.session("launcher test", SparkInternals.Use.AUTO, Assertions::fail);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
    System.clearProperty("spark.master");
  }

  @BeforeEach
  void prepare() {
    launcher = new Launcher(scratch);
  }

  @Test
  void aRunLeavesExactlyTheTreeOfTheDesign() throws IOException {
    assertEquals(
        new TreeSet<>(
            Set.of(
                "latest.json",
                "runs/one/features/part.snappy.parquet",
                "runs/one/findings/part.snappy.parquet",
                "runs/one/findings.json",
                "runs/one/manifest.json",
                "runs/one/model/fitted-images.json",
                "runs/one/model/metadata/part",
                "runs/one/model/projection.npz",
                "runs/one/model/stages/0_standard-scaler/data/part.snappy.parquet",
                "runs/one/model/stages/0_standard-scaler/metadata/part",
                "runs/one/model/stages/1_pca/data/part.snappy.parquet",
                "runs/one/model/stages/1_pca/metadata/part",
                "runs/one/neighbours/part.snappy.parquet",
                "runs/one/pca/part.snappy.parquet",
                "runs/one/pca.tsv",
                "runs/one/plots/components.png",
                "runs/one/plots/explained-variance.png",
                "runs/one/provenance/part.snappy.parquet",
                "runs/one/rejected/part.snappy.parquet",
                "runs/one/rejected.tsv",
                "runs/one/report.html",
                "runs/one/thumbnails/part.snappy.parquet",
                "runs/one/variance.csv")),
        tree(output));
    assertFalse(Files.exists(run.resolve("_working")));
  }

  @Test
  void theManifestSaysWhatWasDone() throws IOException {
    JsonNode manifest = json(run.resolve("manifest.json"));
    assertEquals("one", manifest.get("run_id").asText());
    assertEquals(3, manifest.get("format").asInt());
    assertTrue(manifest.get("started").asText().compareTo(manifest.get("ended").asText()) < 0);
    assertEquals("file:" + images, manifest.at("/input/uri").asText());
    assertEquals(0.9, manifest.at("/options/variance").asDouble());
    assertEquals(IMAGES, manifest.at("/counts/listed").asInt());
    assertEquals(IMAGES, manifest.at("/counts/featurized").asInt());
    assertEquals(0, manifest.at("/counts/rejected").asInt());
    assertEquals("untrained", manifest.at("/weights/recognition").asText());
    assertFalse(manifest.at("/weights/trained").asBoolean(true));
    assertEquals(1280, manifest.at("/reduction/dimension").asInt());
    assertTrue(manifest.at("/reduction/cumulative_variance").asDouble() >= 0.9);
    assertEquals(sha256(Launcher.jar()), manifest.at("/versions/jar_sha256").asText());
    for (String version :
        List.of("image-features", "spark", "hadoop", manifest.get("engine").asText(), "java")) {
      assertFalse(manifest.at("/versions/" + version).asText().isEmpty(), version);
    }
    for (String stage :
        List.of("listing", "weights", "featurizing", "fitting", "projecting", "neighbours")) {
      assertTrue(manifest.at("/seconds/" + stage).isNumber(), stage);
    }
    assertTrue(manifest.get("images_per_second").asDouble() > 0);
    assertEquals("one", latest.get("run_id").asText());
    assertEquals("runs/one/manifest.json", latest.get("manifest").asText());
  }

  @Test
  void aPersonSeesTheStagesTheTableAndThatTheWeightsAreUntrained() {
    assertTrue(result.out().contains(run + "/report.html"), result.out());
    assertTrue(result.out().contains("images         " + IMAGES), result.out());
    assertTrue(result.err().contains("image-features: featurizing"), result.err());
    assertEquals(
        2, result.err().lines().filter(line -> line.contains("UNTRAINED")).count(), result.err());
    assertTrue(
        result.err().lines().allMatch(line -> line.startsWith("image-features: ")), result.err());
  }

  @Test
  void parquetHoldsWhatTheDocumentsPromise() {
    assertEquals("path string, label string, features array<float>", schema(read(run, "features")));
    assertEquals(
        "path string, label string, reconstruction_error double, error_quantile double, pca_features array<double>",
        schema(read(run, "pca")));
    assertEquals(
        "path string, label string, cosine_neighbours array<string>, cosine_distances array<double>, euclidean_neighbours array<string>, euclidean_distances array<double>, map_x double, map_y double",
        schema(read(run, "neighbours")));
    assertEquals(
        "path string, kind string, score double, other_path string, label string, suggested_label string, message string",
        schema(read(run, "findings")));
    assertEquals(
        "path string, label string, length bigint, reason string, message string",
        schema(read(run, "rejected")));
    assertEquals(IMAGES, read(run, "features").count());
    assertEquals(IMAGES, read(run, "pca").count());
    assertEquals(IMAGES, read(run, "neighbours").where("size(cosine_neighbours) = 10").count());
    assertEquals(
        0,
        read(run, "pca")
            .join(read(run, "features"), "path")
            .where("size(features) != 1280 or size(pca_features) != " + k())
            .count());
  }

  @Test
  void tablesAndPicturesCanBeRead() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("pca.tsv"));
    assertEquals(IMAGES + 1, lines.size());
    assertEquals("file_name\tlabel\tpc1", lines.get(0).substring(0, 19));
    for (String line : lines) {
      assertEquals(2 + k(), line.split("\t").length, line);
    }
    assertTrue(lines.get(1).matches("(.+)/0000\\.jpg\t\\1\t.*"), lines.get(1));
    List<String> variance = Files.readAllLines(run.resolve("variance.csv"));
    assertEquals("component,explained_variance,cumulative", variance.get(0));
    assertEquals(1281, variance.size());
    for (String plot : List.of("components", "explained-variance")) {
      assertTrue(ImageIO.read(run.resolve("plots/" + plot + ".png").toFile()).getWidth() > 300);
    }
    assertTrue(Files.readString(run.resolve("report.html")).contains("UNTRAINED"));
  }

  @Test
  void validateAcceptsTheRunAndReportDrawsItAgain() throws IOException {
    Files.delete(run.resolve("report.html"));
    byte[] plot = Files.readAllBytes(run.resolve("plots/components.png"));
    Files.delete(run.resolve("plots/components.png"));
    JobException faulty =
        FailureClassifier.classify(
            assertThrows(
                OutputException.class,
                () -> new FinishedRuns(output.toString(), spark).validate(Optional.of("one"))));
    assertEquals(6, faulty.exitCode().number());
    assertTrue(faulty.getMessage().contains("There is no report.html."), faulty.getMessage());

    Launcher.Result drawn =
        launcher.run("report", "--output", output.toString(), "--run-id", "one");
    assertDone(drawn);
    assertTrue(drawn.out().strip().endsWith(run + "/report.html"), drawn.out());
    assertArrayEquals(plot, Files.readAllBytes(run.resolve("plots/components.png")));

    Launcher.Result valid =
        launcher.run("validate", "--output", output.toString(), "--run-id", "one");
    assertDone(valid);
    assertTrue(
        valid.out().contains("%1$d images listed, %1$d featurized, 0 rejected".formatted(IMAGES)),
        valid.out());
    assertEquals("", valid.err());
  }

  @Test
  void aRunThatIsKilledLeavesNoCopyOfTheJarAndResumesWithTheSameBits() throws Exception {
    String[] args = {
      "run",
      "--images=" + images,
      "--output=" + output,
      "--run-id=killed",
      "--allow-untrained",
      "--features-only",
      "--neighbours=0",
      "--shard-size=6"
    };
    Path killed = output.resolve("runs/killed");
    killOnceThereIs(killed.resolve("_working/shards/00000.json"), args);
    assertFalse(Files.exists(killed.resolve("manifest.json")));
    try (Stream<Path> left = Files.walk(launcher.temporary())) {
      assertEquals(List.of(), left.filter(each -> each.toString().endsWith(".jar")).toList());
    }
    List<String> committed = new ArrayList<>();
    for (JsonNode file : json(killed.resolve("_working/shards/00000.json")).get("files")) {
      committed.add(file.asText());
    }
    assertDone(launcher.run(args));
    assertFalse(committed.isEmpty());
    for (String file : committed) {
      assertTrue(Files.exists(killed.resolve(file)), file + " was made again");
    }
    assertEquals(features(run), features(killed));
    assertFalse(Files.exists(killed.resolve("_working")));
  }

  @Test
  void webpIsDecodedByTheLibraryInTheJar() {
    assertEquals(
        Set.copyOf(WEBP),
        features(run).keySet().stream()
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .filter(name -> name.endsWith(".webp"))
            .collect(Collectors.toSet()));
  }

  @Test
  void inALanguageWithDigitsOfItsOwnASecondRunHasTheSameNamesFeaturesAndComponentsSignsIncluded()
      throws IOException {
    Path there = scratch.resolve("out");
    launcher.with(Launcher.JAVA_OPTIONS, "-Duser.language=ar -Duser.country=EG");
    assertDone(launcher.run(with(runArgs("one"), "--output", there)));
    assertEquals(tree(output), tree(there));
    assertEquals(features(run), features(there.resolve("runs/one")));
    Map<String, double[]> first = components(run);
    Map<String, double[]> second = components(there.resolve("runs/one"));
    assertEquals(first.keySet(), second.keySet());
    first.forEach((path, values) -> assertArrayEquals(values, second.get(path), 1e-9, path));
  }

  @Test
  void eachEngineCanBeChosenForTheProcess() throws IOException {
    launcher.with("IMAGE_FEATURES_NEIGHBOURS", "0").with("IMAGE_FEATURES_THUMBNAILS", "0");
    assertDone(launcher.with("IMAGE_FEATURES_ENGINE", "tensorflow").run(runArgs("tensorflow")));
    JsonNode manifest = json(output.resolve("runs/tensorflow/manifest.json"));
    assertEquals("tensorflow", manifest.get("engine").asText());
    assertEquals(features(run).keySet(), features(output.resolve("runs/tensorflow")).keySet());
    launcher
        .with("IMAGE_FEATURES_ENGINE", "onnxruntime")
        .with(Launcher.JAVA_OPTIONS, "-Donnxruntime.native.path=" + scratch);
    assertFails(5, "Give --engine tensorflow", launcher.run(runArgs("unloadable")));
  }

  @Test
  void executorsOfTheirOwnGiveTheSameBits() {
    assertDone(launcher.on("local-cluster[2,1,1024]").run(runArgs("cluster")));
    assertEquals(features(run), features(output.resolve("runs/cluster")));
  }

  /**
   * Of an unexpected failure, of one that Spark has no part in, and of one in a run that was begun.
   * {@code RunFailuresTest} and {@code RepeatedRunTest} have the others without a process for each.
   */
  @Test
  void exitCodesReachTheShellWithOneSentence() throws IOException {
    launcher.with(Launcher.JAVA_OPTIONS, "-Dspark.task.cpus=x");
    Launcher.Result unexpected = launcher.run(runArgs("unexpected"));
    assertEquals(1, unexpected.exitCode(), unexpected.err());
    assertTrue(unexpected.sentence().contains("Unexpected: "), unexpected.err());
    assertTrue(unexpected.err().contains("\tat io.github.imagefeatures"), unexpected.err());
    launcher = new Launcher(scratch);
    assertFails(2, "--variance", launcher.run(with(runArgs("usage"), "--variance", "1.5")));
    assertFalse(Files.exists(output.resolve("runs/usage")));
    Path broken = Files.createDirectory(scratch.resolve("broken"));
    Files.createFile(broken.resolve("a.jpg"));
    Files.createFile(broken.resolve("b.jpg"));
    assertFails(
        4,
        "2 of 2 images were rejected (2 empty)",
        launcher.run(with(runArgs("rejected"), "--images", broken)));
    assertFailureFile("rejected", 4, "");
    assertEquals(2, read(output.resolve("runs/rejected"), "rejected").count());
  }

  @Test
  void inClusterModeMainHearsItsArgumentsAloneReturnsOnSuccessAndThrowsItsSentenceOnFailure() {
    launcher.with("IMAGE_FEATURES_CLASSES", "none").with("IMAGE_FEATURES_NO_SUCH", "option");
    Launcher.Result returned = inClusterMode("generate", "--to", scratch.resolve("a").toString());
    assertEquals(0, returned.exitCode(), returned.err());
    Launcher.Result thrown = inClusterMode("sample", "--from", "/none", "--to", "x");
    assertEquals(1, thrown.exitCode());
    assertTrue(
        thrown.err().contains("FailedCommandException: exit code 3: There is no '/none'"),
        thrown.err());
  }

  private Launcher.Result inClusterMode(String... args) {
    Path target = Launcher.jar().getParent();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Djava.awt.headless=true", "-Dspark.submit.deployMode=cluster", "-cp"));
    line.add(Launcher.jar() + ":" + target.resolve("spark-home/jars") + "/*");
    line.add(Main.class.getName());
    line.addAll(List.of(args));
    return launcher.finish(launcher.start(line));
  }

  private static String[] runArgs(String runId) {
    return new String[] {
      "run",
      "--images",
      images.toString(),
      "--output",
      output.toString(),
      "--run-id",
      runId,
      "--variance",
      "0.9",
      "--allow-untrained"
    };
  }

  /** The same command line with another value, or one more option. */
  private static String[] with(String[] args, String option, Object value) {
    List<String> line = new ArrayList<>(List.of(args));
    line.set(line.indexOf(option) + 1, value.toString());
    return line.toArray(String[]::new);
  }

  private void killOnceThereIs(Path file, String[] args) throws InterruptedException {
    Process process = launcher.start(args);
    while (process.isAlive() && !Files.exists(file)) {
      Thread.sleep(1);
    }
    process.destroyForcibly();
    assertEquals(137, launcher.finish(process).exitCode());
  }

  private static void assertDone(Launcher.Result done) {
    assertEquals(0, done.exitCode(), done.err());
  }

  private static void assertFails(int code, String sentence, Launcher.Result failed) {
    assertEquals(code, failed.exitCode(), failed.err());
    assertTrue(failed.sentence().startsWith("image-features: "), failed.err());
    assertTrue(failed.sentence().contains(sentence), failed.err());
    assertFalse(failed.err().contains("\tat "), failed.err());
    assertTrue(
        failed.err().lines().allMatch(line -> line.startsWith("image-features: ")), failed.err());
  }

  private static void assertFailureFile(String runId, int code, String stage) throws IOException {
    JsonNode failure = json(output.resolve("runs/" + runId + "/failure.json"));
    assertEquals(runId, failure.get("run_id").asText());
    assertEquals(code, failure.get("exit_code").asInt());
    assertTrue(failure.get("stage").asText().contains(stage), failure.toString());
    assertTrue(failure.get("sentence").asText().endsWith("."), failure.toString());
  }

  /** The files of the run {@code one}, those of tables without what differs from run to run. */
  private static Set<String> tree(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .filter(name -> !name.startsWith("runs/") || name.startsWith("runs/one/"))
          .map(name -> name.replaceFirst("part-\\d{5}(-[0-9a-f-]{36}-c000)?", "part"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static int k() {
    try {
      return json(run.resolve("manifest.json")).at("/reduction/components").asInt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Dataset<Row> read(Path folder, String table) {
    return spark.read().parquet(folder.resolve(table).toString());
  }

  private static String schema(Dataset<Row> rows) {
    return Stream.of(rows.schema().fields())
        .map(field -> field.name() + " " + field.dataType().catalogString())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> features(Path folder) {
    return read(folder, "features").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> row.getList(row.fieldIndex("features")).toString()));
  }

  private static Map<String, double[]> components(Path folder) {
    Map<String, double[]> components = new TreeMap<>();
    for (Row row : read(folder, "pca").collectAsList()) {
      List<Double> values = row.getList(row.fieldIndex("pca_features"));
      components.put(row.getString(0), values.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return components;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return org.apache.commons.codec.digest.DigestUtils.sha256Hex(in);
    }
  }
}
