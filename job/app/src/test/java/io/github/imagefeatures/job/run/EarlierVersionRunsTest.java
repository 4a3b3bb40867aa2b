package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.inspect.ImageDifference;
import io.github.imagefeatures.job.inspect.RunComparison;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of runs of versions that had the features in {@code pca/} a second time, and of
 * those before them, whose paths of local images had {@code file:} before them, in tables, in the
 * kept listing and under the digest.
 */
final class EarlierVersionRunsTest {
  private static final List<String> NAMES =
      List.of("a/1 2.jpg", "a/#%41?.jpg", "b/x\ny.jpg", "b/\u732b \ud83d\udc31.jpg", "c.jpg");
  private static final List<String> MEMBERS = List.of("t/1.jpg", "t/#2.jpg");
  private static final int IMAGES = NAMES.size() + MEMBERS.size();
  private static final int SHARD = 3;
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.345Z");

  private static SparkSession spark;
  @TempDir private static Path made;

  @TempDir private Path folder;
  private static Path images;
  private Path output;

  @BeforeAll
  static void makeTheEarlierRun() throws IOException {
    spark = LocalSpark.session();
    // An emoji in the folder's own path, too, which is one character and two of Java's.
    images = made.resolve("set \ud83c\udf4e #1");
    new ImageGenerator().generate(made.resolve("drawn").toString(), new SetSize(2, 5), 1);
    for (int i = 0; i < NAMES.size(); i++) {
      put(images.resolve(NAMES.get(i)), Files.readAllBytes(picture(i)));
    }
    put(images.resolve("a/broken #.jpg"), new byte[100]);
    TarFile tar = new TarFile();
    for (int i = 0; i < MEMBERS.size(); i++) {
      tar.with(MEMBERS.get(i), Files.readAllBytes(picture(NAMES.size() + i)));
    }
    tar.writeTo(images.resolve("set.tar"));
    Files.setLastModifiedTime(images.resolve("set.tar"), FileTime.from(LONG_AGO));
    Path run = made.resolve("out/runs/a");
    runs(made.resolve("out")).thumbnails(3).run("a");
    likeFormat2(run);
    FileUtils.copyDirectory(run.toFile(), made.resolve("format2").toFile());
    for (String table : List.of("features", "pca", "provenance", "rejected", "thumbnails")) {
      likeFormat1(run.resolve(table));
    }
    putFormat(run, 1);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void lookAtTheEarlierRun() throws IOException {
    output = folder.resolve("out");
    FileUtils.copyDirectory(made.resolve("out").toFile(), output.toFile());
  }

  @Test
  void itsDigestIsThatOfItsOwnPathsAndItsUriIsAnAddress() throws Exception {
    Manifest manifest = Json.MAPPER.readValue(at("a/manifest.json").toFile(), Manifest.class);
    assertEquals(digest(paths("a", "features", "rejected")), manifest.input().digest());
    assertEquals("file:" + images, manifest.input().uri());
  }

  @Test
  void itIsValidAndItsPageIsDrawnAgainWithItsPictures() throws IOException {
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);
    assertEquals(1, finished.validate(Optional.of("a")).manifest().format());
    String before = Files.readString(at("a/report.html"));
    finished.drawReport(Optional.of("a"), warning -> {});
    String after = Files.readString(at("a/report.html"));
    assertTrue(after.contains("file:/"), "drawn from the tables as they are");
    assertEquals(pictures(before), pictures(after));
    finished.validate(Optional.of("a"));
  }

  @Test
  void itGetsPicturesLaterAndKeepsThem() throws IOException {
    List<String> warnings = new ArrayList<>();
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);

    finished.drawReport(Optional.of("a"), OptionalInt.of(100), warnings::add);

    assertEquals(List.of(), warnings);
    assertEquals(IMAGES, pictures(Files.readString(at("a/report.html"))));
    finished.drawReport(Optional.of("a"), warnings::add);
    assertEquals(IMAGES, pictures(Files.readString(at("a/report.html"))));
    finished.validate(Optional.of("a"));
  }

  @Test
  void itIsComparedWithARunOfThisVersionByItsImages() throws IOException {
    runs(output).run("b");
    assertNull(compared("a", "b").images());
    Map<String, RunComparison.Difference> differences = compared("a", "b").differences();
    assertEquals(3, differences.get("format").second().asInt());
    assertFalse(differences.containsKey("input.uri"), differences.toString());

    Path more = Files.copy(picture(9), images.resolve("more.jpg"));
    try {
      runs(output).run("c");
    } finally {
      Files.delete(more);
    }
    assertEquals(
        new ImageDifference(0, 1, List.of(), List.of("more.jpg")), compared("a", "c").images());
  }

  @Test
  void itsFeaturesAreTakenOverUnderThePathsOfThisVersion() throws IOException {
    Map<String, Object> earlier = TestRuns.column(spark, at("a/features"), "features");

    Manifest manifest = runs(output).incremental().run("b").manifest();

    assertEquals(IMAGES, manifest.counts().reused());
    assertEquals("a", manifest.counts().reusedFrom());
    assertEquals(3, manifest.format());
    Map<String, Object> expected = new TreeMap<>();
    earlier.forEach((path, vector) -> expected.put(path.substring("file:".length()), vector));
    assertEquals(expected, TestRuns.column(spark, at("b/features"), "features"));
    assertEquals(expected.keySet(), paths("b", "provenance"));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("b"));
    assertEquals(IMAGES, runs(output).incremental().run("c").manifest().counts().reused());
  }

  @Test
  void anUnfinishedOneIsFinishedWithThePathsThatItBeganWith() throws IOException {
    finishLikeAnEarlierVersion(runs(output).maxRejected(0.5).neighbours(10));
    assertEquals(0, manifest("u").counts().reused());
  }

  @Test
  void anUnfinishedIncrementalOneIsFinishedWithThePathsThatItBeganWith() throws IOException {
    finishLikeAnEarlierVersion(runs(output).incremental());
    assertEquals(IMAGES, manifest("u").counts().reused());
  }

  @Test
  void anUnfinishedOneThatDoesNotNameItsEngineIsResumedByTensorFlow() throws IOException {
    Map<String, Object> expected = features(runs(output).engine(Engine.TENSORFLOW).run("whole"));
    TestRuns begun = runs(output).engine(Engine.TENSORFLOW);
    assertThrows(
        IllegalStateException.class, () -> begun.run("u", TestRuns.stoppingAt(Stage.FITTING)));
    Path working = at("u/_working");
    ObjectNode run = (ObjectNode) Json.MAPPER.readTree(working.resolve("run.json").toFile());
    assertEquals("tensorflow", ((ObjectNode) run.get("options")).remove("engine").asText());
    Files.write(working.resolve("run.json"), Json.MAPPER.writeValueAsBytes(run));
    Files.delete(working.resolve("shards/00001.json"));

    TestRuns other = runs(output).engine(Engine.ONNXRUNTIME);
    OutputException refused = assertThrows(OutputException.class, () -> other.run("u"));
    assertEquals(FailureId.RUN_WITH_OTHER_OPTIONS, refused.id());
    CompletedRun resumed = runs(output).run("u");
    assertEquals("tensorflow", resumed.manifest().engine());
    assertEquals("tensorflow", resumed.manifest().options().engine());
    assertEquals(expected, features(resumed));
  }

  private static Map<String, Object> features(CompletedRun run) {
    return TestRuns.column(spark, run.path("features"), "features");
  }

  @Test
  void aRunOfFormat2IsValidComparedDrawnAgainReusedAndProjectedWith() throws IOException {
    FileUtils.deleteDirectory(output.toFile());
    runs(output).run("a");
    FileUtils.deleteDirectory(at("a").toFile());
    FileUtils.copyDirectory(made.resolve("format2").toFile(), at("a").toFile());
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);
    finished.validate(Optional.of("a"));
    finished.drawReport(Optional.of("a"), warning -> {});

    Manifest projected = runs(output).incremental().fitFrom("a").run("b").manifest();

    assertEquals(IMAGES, projected.counts().reused());
    assertEquals(3, projected.format());
    assertEquals(
        TestRuns.column(spark, at("a/pca"), "pca_features"),
        TestRuns.column(spark, at("b/pca"), "pca_features"));
    assertFalse(
        Set.of(spark.read().parquet(at("b/pca").toString()).columns()).contains("features"));
    // Nothing is known of the images that were fitted, and so nothing is said.
    assertNull(projected.reduction().newImages());
    assertEquals(
        0, spark.read().parquet(at("b/pca").toString()).where("reconstruction_error >= 0").count());
    assertNull(compared("a", "b").images());
    finished.validate(Optional.of("b"));
  }

  private void finishLikeAnEarlierVersion(TestRuns runs) throws IOException {
    RunListener stopping =
        new RunListener() {
          @Override
          public void stageStarted(Stage stage) {
            if (stage == Stage.FITTING) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    assertThrows(IllegalStateException.class, () -> runs.run("u", stopping));
    Path working = at("u/_working");
    for (String table : List.of("features", "provenance", "rejected")) {
      likeFormat1(working.resolve(table));
    }
    rewriteListing(working.resolve("listing.jsonl.gz"));
    // As if the process had died before the second shard was committed.
    Files.delete(working.resolve("shards/00001.json"));

    runs.run("u");

    assertEquals(paths("a", "features"), paths("u", "features"));
    assertEquals(paths("a", "features"), paths("u", "provenance"));
    assertEquals(paths("a", "features"), paths("u", "pca"));
    assertEquals(paths("a", "rejected"), paths("u", "rejected"));
    assertEquals(1, manifest("u").format());
    assertEquals(
        TestRuns.column(spark, at("u/features"), "features"),
        TestRuns.column(spark, at("u/pca"), "features"));
    assertEquals(manifest("a").input(), manifest("u").input());
    assertTrue(Files.readString(at("u/pca.tsv")).contains("\na/#%41?.jpg\t"));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("u"));
  }

  private static TestRuns runs(Path output) {
    return new TestRuns(spark, images.toString(), output).maxRejected(0.5).shards(SHARD);
  }

  private static int pictures(String page) {
    int pictures = page.split("data:image/webp;base64,", -1).length - 1;
    assertTrue(pictures >= 3, "the run has three");
    return pictures;
  }

  private RunComparison compared(String first, String second) {
    return RunComparison.between(
        first,
        second,
        Optional.of(output.toString()),
        spark.sparkContext().hadoopConfiguration(),
        () -> spark);
  }

  private Manifest manifest(String run) throws IOException {
    return Json.MAPPER.readValue(at(run + "/manifest.json").toFile(), Manifest.class);
  }

  private Set<String> paths(String run, String... tables) {
    Map<String, Object> paths = new TreeMap<>();
    for (String table : tables) {
      paths.putAll(TestRuns.column(spark, at(run).resolve(table), "path"));
    }
    return paths.keySet();
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  /** Puts the features into {@code pca/} as well, and says nothing of errors. */
  private static void likeFormat2(Path run) throws IOException {
    Dataset<Row> features = spark.read().parquet(run.resolve("features").toString());
    rewrite(
        run.resolve("pca"),
        rows ->
            rows.join(features.drop("label"), "path")
                .select("path", "label", "features", "pca_features"));
    rewrite(run.resolve("thumbnails"), rows -> rows.withColumnRenamed("picture", "jpeg"));
    Files.delete(run.resolve("model/fitted-images.json"));
    putFormat(run, 2);
  }

  private static void putFormat(Path run, int format) throws IOException {
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(run.resolve("manifest.json").toFile());
    manifest.put("format", format);
    ((ObjectNode) manifest.get("reduction")).remove("cumulative_by_count");
    ((ObjectNode) manifest.get("options")).remove("neighbours");
    Files.write(run.resolve("manifest.json"), Json.MAPPER.writeValueAsBytes(manifest));
  }

  /** Gives a table's paths the earlier form, and leaves out what is known of images since. */
  private static void likeFormat1(Path table) throws IOException {
    rewrite(
        table,
        rows ->
            rows.withColumn("path", functions.concat(functions.lit("file:"), functions.col("path")))
                .drop("split", "sha256", "pixels", "darkest", "brightest"));
  }

  /** Changes a table file by file, so that each keeps its name. */
  private static void rewrite(Path table, UnaryOperator<Dataset<Row>> change) throws IOException {
    for (Path file : parquetFiles(table)) {
      Path other = table.resolveSibling("other");
      change
          .apply(spark.read().parquet(file.toString()))
          .coalesce(1)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(other.toString());
      Files.move(parquetFiles(other).get(0), file, StandardCopyOption.REPLACE_EXISTING);
      FileUtils.deleteDirectory(other.toFile());
    }
  }

  private static List<Path> parquetFiles(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static void rewriteListing(Path file) throws IOException {
    String lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String earlier =
        lines
            .replaceAll("\"(root|path|tar)\":\"/", "\"$1\":\"file:/")
            .replaceAll(",\"split\":\"\"|,\"labels\":null", "");
    assertFalse(earlier.contains("split"), earlier);
    assertEquals(lines.lines().count() + MEMBERS.size(), earlier.split("file:/", -1).length - 1);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(earlier.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** By the words of the manifest's description, and not by the program's own code. */
  private static String digest(Set<String> paths) throws Exception {
    BigInteger sum = BigInteger.ZERO;
    for (String path : paths) {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      sum = sum.add(new BigInteger(1, Arrays.copyOf(sha256, 16)));
    }
    return String.format(Locale.ROOT, "%032x", sum.mod(BigInteger.ONE.shiftLeft(128)));
  }

  private static Path picture(int index) throws IOException {
    try (var files = Files.walk(made.resolve("drawn"))) {
      return files.filter(Files::isRegularFile).sorted().toList().get(index);
    }
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }
}
