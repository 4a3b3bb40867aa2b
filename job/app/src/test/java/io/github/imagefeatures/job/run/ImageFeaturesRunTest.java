package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.TooManyRejectedException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs from listing to manifest in this JVM: odd names, broken images, interruptions. */
final class ImageFeaturesRunTest {
  private static final int CLASSES = 3;
  private static final int PER_CLASS = 4;
  private static final int IMAGES = CLASSES * PER_CLASS;
  private static final int SHARD = 5;

  private static SparkSession spark;
  @TempDir private static Path drawn;
  private static Path reference;

  @TempDir private Path folder;
  private String scheme = "watched:";
  private Path images;
  private Path output;

  @BeforeAll
  static void openSpark() throws IOException {
    spark = LocalSpark.session();
    WatchedFileSystem.reset();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
    new ImageGenerator()
        .generate(drawn.resolve("set").toString(), new SetSize(CLASSES, PER_CLASS), 1);
    for (int i = 0; i < IMAGES; i++) {
      Path picture = Files.createDirectories(drawn.resolve("flat/" + i % 2)).resolve(i + ".jpg");
      Files.copy(pictures().get(i), picture);
    }
    new TestRuns(spark, "watched:" + drawn.resolve("flat"), drawn.resolve("out"))
        .shards(SHARD)
        .run("reference");
    reference = drawn.resolve("out/runs/reference");
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void prepare() {
    WatchedFileSystem.reset();
    images = drawn.resolve("flat");
    output = folder.resolve("out");
  }

  @Test
  void oddNamesComeOutExactlyAsTheyWentIn() throws IOException {
    List<String> names =
        List.of(
            "a b/c d.jpg",
            "#1/100%?.jpg",
            "a:b/c:d.jpg",
            "'single' \"double\"/it's \"it\".jpg",
            "comma,semi;/tab\tname.jpg",
            "line\nbreak/x\ny.jpg",
            "\u732b/\u00e9\u043a\u0438\u0442 \ud83d\udc31.jpg",
            "_hidden/_under.jpg",
            "%20/%41+.jpg",
            "upper/CASE.JPG",
            "{glob}[a-z]*/x*.jpg",
            "root.jpg");
    scheme = "";
    images = folder.resolve("odd images");
    List<Path> pictures = pictures();
    for (int i = 0; i < names.size(); i++) {
      copy(pictures.get(i), names.get(i));
    }
    for (String broken : List.of("_hidden/#%?:,\n.png", "a:b/\u732b \"x\".jpg")) {
      Files.createDirectories(images.resolve(broken).getParent());
      Files.writeString(images.resolve(broken), "no picture");
    }
    CompletedRun run = runs().maxRejected(0.5).neighbours(10).run("odd");

    Map<String, String> labels = new TreeMap<>();
    for (String name : names) {
      labels.put(images + "/" + name, label(name));
    }
    assertEquals(labels, TestRuns.column(spark, at("odd/features"), "label"));
    assertEquals(labels, TestRuns.column(spark, at("odd/pca"), "label"));
    for (String path : TestRuns.column(spark, at("odd/provenance"), "length").keySet()) {
      assertTrue(ImageIO.read(new File(path)) != null, path);
    }
    assertEquals(
        Set.of(images + "/_hidden/#%?:,\n.png", images + "/a:b/\u732b \"x\".jpg"),
        TestRuns.column(spark, at("odd/rejected"), "reason").keySet());
    assertEquals(new TreeSet<>(names), spreadsheetNames(at("odd/pca.tsv")));
    assertEquals(
        Set.of("_hidden/#%?:,\n.png", "a:b/\u732b \"x\".jpg"),
        spreadsheetNames(at("odd/rejected.tsv")));
    assertEquals(names.size() + 2, run.manifest().counts().listed());
    new FinishedRuns(output.toString(), spark).validate(Optional.empty());
  }

  @Test
  void tooManyRejectedImagesFailTheRunAndItResumesWhenMoreAreAllowed() throws IOException {
    images = folder.resolve("images");
    copy(pictures().get(0), "0.jpg");
    copy(pictures().get(1), "1.jpg");
    Files.createFile(images.resolve("empty.jpg"));
    TooManyRejectedException failure =
        assertThrows(TooManyRejectedException.class, () -> runs().run("many"));
    assertTrue(failure.getMessage().startsWith("1 of 3 images were rejected (1 empty), more"));
    assertTrue(failure.getMessage().contains("rejected"), failure.getMessage());
    String broken = scheme + images.resolve("empty.jpg") + " (empty)";
    assertTrue(failure.getMessage().endsWith("The first: " + broken + "."), failure.getMessage());
    assertEquals(1, TestRuns.column(spark, at("many/rejected"), "reason").size());
    List<String> table = Files.readAllLines(at("many/rejected.tsv"));
    assertEquals(2, table.size());
    assertEquals("file_name\tlabel\treason\tmessage", table.get(0));
    assertTrue(table.get(1).startsWith("empty.jpg\t\tempty\t"), table.get(1));
    JsonNode left = Json.MAPPER.readTree(at("many/failure.json").toFile());
    assertEquals("many", left.get("run_id").asText());
    assertEquals(4, left.get("exit_code").asInt());
    assertEquals(failure.getMessage(), left.get("sentence").asText());
    assertFalse(left.get("stage").asText().isEmpty());
    assertFalse(Files.exists(at("many/manifest.json")));
    assertFalse(Files.exists(output.resolve("latest.json")));

    assertEquals(1, runs().maxRejected(0.5).run("many").manifest().counts().rejected());
    assertFalse(Files.exists(at("many/failure.json")));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("many"));
  }

  @Test
  void aRunWithNothingButBrokenImagesFailsWhateverIsAllowed() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    Files.createFile(images.resolve("a.jpg"));
    Files.createFile(images.resolve("b.jpg"));
    TooManyRejectedException failure =
        assertThrows(TooManyRejectedException.class, () -> runs().maxRejected(1).run("none"));
    assertTrue(failure.getMessage().contains("nothing to reduce"), failure.getMessage());
  }

  @Test
  void moreComponentsThanImagesAllowAreRefusedAtOnce() {
    InputException failure =
        assertThrows(InputException.class, () -> runs().components(IMAGES).run("k"));
    assertTrue(failure.getMessage().contains("at most 11"), failure.getMessage());
    assertFalse(Files.exists(at("k/_working/features")));
  }

  @Test
  void oneImageIsTooFew() throws IOException {
    images = folder.resolve("images");
    copy(pictures().get(0), "0.jpg");
    InputException failure = assertThrows(InputException.class, () -> runs().run("one"));
    assertTrue(failure.getMessage().startsWith("One image has no principal components"));
  }

  @Test
  void aRunThatFailedInItsSecondShardResumesFromThere() {
    WatchedFileSystem.fail("11.jpg", new IllegalStateException("an injected fault"));
    assertThrows(Exception.class, () -> runs().run("again"));
    assertTrue(Files.exists(at("again/_working/shards/00000.json")));
    assertFalse(Files.exists(at("again/_working/shards/00001.json")));
    assertTrue(Files.exists(at("again/failure.json")));

    put(at("again/_working/features/part-left-over.snappy.parquet"), "cut sho");
    put(at("again/_working/features/_temporary/0/x.parquet"), "cut sho");
    put(at("again/_working/rejected/part-left-over.snappy.parquet"), "cut sho");
    WatchedFileSystem.reset();
    Manifest manifest = runs().run("again").manifest();
    assertEquals(IMAGES, manifest.counts().featurized());
    assertEquals(IMAGES - SHARD, WatchedFileSystem.opens(), "the first shard is not read again");
    assertEquals(features(reference), features(at("again")));
    assertEquals(Set.of(), leftOvers("again"));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("again"));
  }

  @Test
  void aRunThatWasStoppedWhilePublishingResumes() throws IOException {
    stop("stopped");
    // The folders as they lie when the process dies between two renames.
    Files.move(at("stopped/_working/features"), at("stopped/features"));
    Files.createDirectories(at("stopped/model"));
    runs().run("stopped");
    assertEquals(0, WatchedFileSystem.opens() - IMAGES, "no image is read again");
    assertEquals(features(reference), features(at("stopped")));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("stopped"));
    assertFalse(Files.exists(at("stopped/_working")));
  }

  @Test
  void aShardThatLostAFileIsComputedAgain() throws IOException {
    stop("lost");
    try (Stream<Path> files = Files.list(at("lost/_working/features"))) {
      Files.delete(files.sorted().findFirst().orElseThrow());
    }
    runs().run("lost");
    assertEquals(features(reference), features(at("lost")));
  }

  @Test
  void anUnfinishedRunIsNotContinuedWithOtherOptionsOrWeights() throws IOException {
    stop("begun");
    OutputException options =
        assertThrows(OutputException.class, () -> runs().shards(SHARD + 1).run("begun"));
    assertTrue(options.getMessage().contains("begun with other options"), options.getMessage());
    Files.writeString(at("begun/_working/weights.json"), "{\"id\": \"others\"}");
    OutputException weights = assertThrows(OutputException.class, () -> runs().run("begun"));
    assertTrue(weights.getMessage().contains("begun with the weights others"));
  }

  @Test
  void aCompleteRunIsNeverWrittenToAgainAndStaysTheLatest() throws IOException {
    output = reference.getParent().getParent();
    Map<Path, String> before = contents(output);
    OutputException failure = assertThrows(OutputException.class, () -> runs().run("reference"));
    assertTrue(failure.getMessage().contains("complete already"), failure.getMessage());
    assertEquals(before, contents(output));
    assertThrows(RuntimeException.class, () -> runs().components(IMAGES).run("failed"));
    assertEquals("reference", latest());
  }

  @Test
  void ofTwoProcessesWithOneRunIdTheLaterOneHasTheRun() throws IOException {
    RunListener second =
        new RunListener() {
          @Override
          public void stageStarted(Stage stage) {
            if (stage == Stage.FITTING) {
              stop("shared");
            }
          }
        };
    OutputException failure =
        assertThrows(OutputException.class, () -> runs().run("shared", second));
    assertTrue(failure.getMessage().contains("another process"), failure.getMessage());
    assertTrue(Files.readString(at("shared/failure.json")).contains("stopped"), "the later one's");
    assertFalse(Files.exists(at("shared/manifest.json")));
    runs().run("shared");
    new FinishedRuns(output.toString(), spark).validate(Optional.of("shared"));
    assertEquals("shared", latest());
  }

  @Test
  void featuresThatAnotherProcessWroteAreFoundBeforeAnythingIsPublished() throws IOException {
    Path others;
    try (Stream<Path> files = Files.list(reference.resolve("features"))) {
      others = files.sorted().findFirst().orElseThrow();
    }
    RunListener mixing =
        new RunListener() {
          @Override
          public void featurizingStarted(long total, long already) {
            try {
              Files.createDirectories(at("mixed/_working/features"));
              Files.copy(others, at("mixed/_working/features/part-others.snappy.parquet"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    OutputException failure =
        assertThrows(OutputException.class, () -> runs().run("mixed", mixing));
    assertTrue(failure.getMessage().contains("another process must have"), failure.getMessage());
    assertFalse(Files.exists(at("mixed/features")));
    assertFalse(Files.exists(at("mixed/manifest.json")));
    // It belonged to no committed shard: when the run resumes, it is removed.
    runs().run("mixed");
    assertEquals(features(reference), features(at("mixed")));
  }

  @Test
  void aTableLiesWhereTheManifestSays() throws IOException {
    runs().run("moved");
    Files.move(at("moved/features"), at("moved/features-2"));
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);
    assertThrows(OutputException.class, () -> finished.validate(Optional.of("moved")));
    nameFolderOfFeatures("moved", "features-2");
    CompletedRun run = finished.validate(Optional.of("moved"));
    finished.drawReport(Optional.of("moved"), Assertions::fail);
    assertEquals(IMAGES, run.table("features", spark).count());
    nameFolderOfFeatures("moved", "../reference/features");
    String sentence =
        assertThrows(OutputException.class, () -> finished.validate(Optional.of("moved")))
            .getMessage();
    assertTrue(sentence.contains("is damaged"), sentence);
  }

  private void nameFolderOfFeatures(String runId, String place) throws IOException {
    Path manifest = at(runId + "/manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst(
                "(\"folders\"\\s*:\\s*\\{\\s*\"features\"\\s*:\\s*)\"[^\"]*\"",
                "$1\"" + place + "\""));
  }

  @Test
  void anOutputInsideTheImagesIsRefused() throws IOException {
    scheme = "";
    images = folder.resolve("images");
    copy(pictures().get(0), "0.jpg");
    copy(pictures().get(1), "1.jpg");
    output = images.resolve("out");
    assertThrows(OutputException.class, () -> runs().run("inside"));
    output = folder.resolve("images-out");
    assertThrows(InputException.class, () -> runs().components(2).run("beside"));
  }

  private TestRuns runs() {
    return new TestRuns(spark, scheme + images, output).shards(SHARD);
  }

  /** A run whose features are made and that ends before they are reduced. */
  private void stop(String runId) {
    RunListener stopping =
        new RunListener() {
          @Override
          public void stageStarted(Stage stage) {
            if (stage == Stage.FITTING) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    assertThrows(IllegalStateException.class, () -> runs().run(runId, stopping));
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private String latest() throws IOException {
    return Json.MAPPER.readTree(output.resolve("latest.json").toFile()).get("run_id").asText();
  }

  private static Map<String, String> features(Path run) {
    return TestRuns.column(spark, run.resolve("features"), "features").entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue().toString()));
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void copy(Path picture, String name) throws IOException {
    Files.createDirectories(images.resolve(name).getParent());
    Files.copy(picture, images.resolve(name));
  }

  private static void put(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String label(String name) {
    String[] parts = name.split("/");
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }

  private static Set<String> spreadsheetNames(Path file) throws IOException {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter('\t');
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setHeaderExtractionEnabled(true);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    Set<String> names = new TreeSet<>();
    for (String[] row : new CsvParser(settings).parseAll(file.toFile(), "UTF-8")) {
      names.add(row[0]);
    }
    return names;
  }

  private Set<String> leftOvers(String runId) {
    try (Stream<Path> files = Files.walk(at(runId))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(
              name -> name.contains("left-over") || name.startsWith("_") || name.startsWith("."))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, String> contents(Path root) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, java.util.Arrays.hashCode(Files.readAllBytes(file)) + "");
      }
    }
    return contents;
  }
}
