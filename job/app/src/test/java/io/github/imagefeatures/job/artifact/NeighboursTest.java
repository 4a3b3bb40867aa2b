package io.github.imagefeatures.job.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.findings.Finding;
import io.github.imagefeatures.findings.FindingKind;
import io.github.imagefeatures.findings.FindingsTable;
import io.github.imagefeatures.job.cli.console.RunSummary;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.FindingsOfKind;
import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.neighbours.Recall;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.umap.Umap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The neighbours that whole runs leave. */
final class NeighboursTest {
  private static final int IMAGES = 18;

  private static SparkSession spark;
  @TempDir private static Path drawn;
  @TempDir private static Path made;

  @TempDir private Path folder;
  private Path output;

  @BeforeAll
  static void makeARun() throws IOException {
    spark = LocalSpark.session();
    TestRuns.drawLongAgo(drawn.resolve("set"), new SetSize(3, IMAGES / 3), 4);
    new TestRuns(spark, drawn.resolve("set").toString(), made).neighbours(10).run("a");
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("out");
  }

  @Test
  void aRunHasTenNeighboursOfEachImage() throws IOException {
    Manifest manifest = earlier().manifest();
    assertEquals(10, manifest.neighbours().k());
    assertTrue(manifest.neighbours().exact());
    assertNull(manifest.neighbours().leftOut());
    assertTrue(manifest.seconds().get("neighbours") > 0, manifest.seconds()::toString);
    Map<String, Object> byCosine = column("a", "cosine_neighbours");
    assertEquals(IMAGES, byCosine.size());
    byCosine.forEach(
        (image, others) -> {
          assertEquals(10, list(others).size());
          assertTrue(byCosine.keySet().containsAll(list(others)));
          assertFalse(list(others).contains(image));
        });
    column("a", "euclidean_distances")
        .values()
        .forEach(each -> assertEquals(list(each).stream().sorted().toList(), list(each)));
    validate("a");
  }

  @Test
  void theManifestAndTheSummarySayHowOftenNeighboursHaveTheSameLabel() throws IOException {
    CompletedRun run = earlier();
    EmbeddingAccuracy accuracy = run.manifest().neighbours().accuracy();
    assertEquals(IMAGES, accuracy.judged());
    assertEquals(3, accuracy.labels());
    assertEquals(3, accuracy.byLabel().size());
    int k = run.manifest().reduction().components();
    List<Integer> dimensions =
        new ArrayList<>(
            Stream.of(1280, 2, 10, k)
                .filter(each -> each == 1280 || each <= k)
                .distinct()
                .toList());
    // And the map's.
    dimensions.add(2);
    assertEquals(dimensions, accuracy.measured().stream().map(OfSpace::dimensions).toList());
    assertEquals(
        run.manifest(), CompletedRun.open(run.folder().toString(), new Configuration()).manifest());
    StringWriter summary = new StringWriter();
    new RunSummary(run).print(new PrintWriter(summary, true));
    assertTrue(
        summary.toString().contains("own class next " + run.manifest().neighbours().inWords()),
        summary::toString);
    String oneClass = pictures().get(0).getParent().toString();
    TestRuns unlabelled = new TestRuns(spark, oneClass, output).featuresOnly().neighbours(10);
    assertNull(unlabelled.run("b").manifest().neighbours().accuracy());
  }

  @Test
  void theMapStandsInTheTableAndOnThePageAndARunWithoutOneIsDrawnAsBefore() throws IOException {
    Manifest manifest = earlier().manifest();
    assertEquals(Umap.Settings.of(IMAGES), manifest.neighbours().map());
    assertTrue(manifest.neighbours().inWords().contains(", by the map: "));
    String drawn = mapOnPage("a");
    assertEquals(2 * IMAGES, drawn.split(",").length, drawn);
    new FinishedRuns(output.toString(), spark).drawReport(Optional.of("a"), warning -> {});
    assertEquals(drawn, mapOnPage("a"));
    runs().incremental().run("b");
    assertEquals(column("a", "map_x"), column("b", "map_x"));
    assertEquals(column("a", "map_y"), column("b", "map_y"));

    ObjectNode written = (ObjectNode) Json.MAPPER.readTree(at("a/manifest.json").toFile());
    ((ObjectNode) written.get("neighbours")).remove("map");
    Json.MAPPER.writeValue(at("a/manifest.json").toFile(), written);
    new FinishedRuns(output.toString(), spark).drawReport(Optional.of("a"), warning -> {});
    assertEquals("", mapOnPage("a"));
    assertTrue(Files.readString(at("a/report.html")).contains("Images in component space"));
    validate("a");
  }

  private String mapOnPage(String runId) throws IOException {
    Matcher columns =
        Pattern.compile("\"map\":\\[(.*?)],\"(?:nearest|accuracies)\"")
            .matcher(Files.readString(at(runId + "/report.html")));
    assertTrue(columns.find());
    return columns.group(1);
  }

  @Test
  void zeroFindsNone() {
    Manifest manifest = runs().neighbours(0).run("a").manifest();
    assertNull(manifest.neighbours());
    assertFalse(manifest.seconds().containsKey("neighbours"));
    assertFalse(Files.exists(at("a/neighbours")));
    validate("a");
  }

  @Test
  void ofTooManyImagesTheyAreLeftOutWithASentence() {
    List<Artifact> few = new ArrayList<>(Artifacts.ALL);
    few.replaceAll(
        each -> each instanceof Neighbours ? new Neighbours(IMAGES - 1, IMAGES - 1) : each);

    Manifest.NeighboursFound found =
        runs().artifacts(new Artifacts(few)).run("a").manifest().neighbours();

    assertEquals(
        new Manifest.NeighboursFound(
            10,
            false,
            "Neighbours and findings are left out: 18 images are more than the 17 whose neighbours the driver holds.",
            null,
            null,
            null),
        found);
    assertFalse(Files.exists(at("a/neighbours")));
    validate("a");
    List<Artifact> all = new ArrayList<>(Artifacts.ALL);
    all.replaceAll(each -> each instanceof Neighbours ? new Neighbours(IMAGES, IMAGES) : each);
    assertTrue(runs().artifacts(new Artifacts(all)).run("b").manifest().neighbours().exact());
  }

  @Test
  void aboveALimitAnIndexFindsThemAndItsRecallIsInTheManifest() {
    List<Artifact> indexed = new ArrayList<>(Artifacts.ALL);
    indexed.replaceAll(
        each -> each instanceof Neighbours ? new Neighbours(IMAGES - 1, IMAGES) : each);

    Manifest manifest = runs().artifacts(new Artifacts(indexed)).run("a").manifest();

    Manifest.NeighboursFound found = manifest.neighbours();
    assertFalse(found.exact());
    assertNull(found.leftOut());
    assertEquals(new Recall(IMAGES, 1, 1.0), found.recall());
    // Of features, all components and the map.
    assertEquals(3, found.accuracy().measured().size());
    assertTrue(manifest.findings().containsKey("outlier"));
    validate("a");
    for (String exact : List.of("cosine_neighbours", "euclidean_distances")) {
      assertEquals(
          TestRuns.column(spark, made.resolve("runs/a/neighbours"), exact), column("a", exact));
    }
  }

  @Test
  void aRunOfFeaturesOnlyHasThoseByCosine() {
    runs().featuresOnly().neighbours(3).run("a");
    runs().neighbours(3).run("b");
    assertArrayEquals(
        new String[] {"path", "label", "cosine_neighbours", "cosine_distances"},
        spark.read().parquet(at("a/neighbours").toString()).columns());
    assertEquals(column("b", "cosine_neighbours"), column("a", "cosine_neighbours"));
    assertEquals(column("b", "cosine_distances"), column("a", "cosine_distances"));
    validate("a");
  }

  @Test
  void oneImageHasNoneAndEqualImagesAreEachOthers() throws IOException {
    Path set = Files.createDirectories(folder.resolve("equal"));
    Path picture = pictures().get(0);
    Files.copy(picture, set.resolve("0.jpg"));
    TestRuns equal = new TestRuns(spark, set.toString(), output).featuresOnly().neighbours(2);
    equal.run("one");
    column("one", "cosine_distances").values().forEach(each -> assertEquals(List.of(), list(each)));
    validate("one");

    for (int i = 1; i < 5; i++) {
      Files.copy(picture, set.resolve(i + ".jpg"));
    }
    equal.run("five");
    Map<String, Object> neighbours = column("five", "cosine_neighbours");
    assertEquals(
        List.of(set.resolve("1.jpg").toString(), set.resolve("2.jpg").toString()),
        list(neighbours.get(set.resolve("0.jpg").toString())));
    assertEquals(
        List.of(set.resolve("0.jpg").toString(), set.resolve("1.jpg").toString()),
        list(neighbours.get(set.resolve("4.jpg").toString())));
    column("five", "cosine_distances")
        .values()
        .forEach(each -> assertEquals(List.of(0.0, 0.0), list(each)));
    validate("five");
  }

  @Test
  void findingsNameCopiesAndPicturesWithNothingOnThem() throws IOException {
    Path set = Files.createDirectories(folder.resolve("found/label"));
    for (Path picture : pictures()) {
      Files.copy(
          picture, set.resolve(picture.getParent().getFileName() + "-" + picture.getFileName()));
    }
    Path copied;
    try (Stream<Path> files = Files.list(set)) {
      copied = files.sorted().findFirst().orElseThrow();
    }
    Files.copy(copied, set.resolve("z-copy.png"));
    BufferedImage black = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(black, "png", set.resolve("black.png").toFile());
    TestRuns runs = new TestRuns(spark, set.toString(), output).featuresOnly().neighbours(10);

    CompletedRun run = runs.run("a");

    Map<String, Long> counts = run.manifest().findings();
    assertEquals(1, counts.get("exact_duplicate"));
    assertEquals(1, counts.get("nearly_black"));
    assertEquals(0, counts.get("suspect_label"));
    JsonNode written = Json.MAPPER.readTree(at("a/findings.json").toFile());
    assertEquals(IMAGES + 2, written.get("images").asInt());
    assertEquals(
        Json.MAPPER.writeValueAsString(counts),
        Json.MAPPER.writeValueAsString(written.get("counts")));
    Row duplicate =
        spark.read().parquet(at("a/findings").toString()).where("kind = 'exact_duplicate'").first();
    assertEquals(set.resolve("z-copy.png").toString(), duplicate.getString(0));
    assertEquals(copied.toString(), duplicate.getString(3));
    assertTrue(
        duplicate.getString(6).contains(DigestUtils.sha256Hex(Files.readAllBytes(copied))),
        duplicate::toString);
    validate("a");

    String section = findingsOnPage("a");
    assertTrue(section.contains("1 exact duplicate, "), section);
    assertTrue(section.contains("title=\"" + set.resolve("z-copy.png") + "\""), section);
    assertTrue(section.contains("1 nearly black image"), section);
    new FinishedRuns(output.toString(), spark).drawReport(Optional.of("a"), warning -> {});
    assertEquals(section, findingsOnPage("a"));

    // What was seen of an image goes with its features.
    assertEquals(counts, runs.incremental().run("b").manifest().findings());

    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("a/manifest.json").toFile());
    ((ObjectNode) manifest.get("findings")).put("nearly_black", 2);
    Json.MAPPER.writeValue(at("a/manifest.json").toFile(), manifest);
    String message = assertThrows(OutputException.class, () -> validate("a")).getMessage();
    assertTrue(message.contains("findings nearly_black"), message);
  }

  @Test
  void thePageShowsTheMostTellingFindingsOfEachKind() {
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      found.add(finding(FindingKind.NEARLY_BLACK, "black" + i, i));
      found.add(finding(FindingKind.OUTLIER, "far" + i, i));
      found.add(finding(FindingKind.SUSPECT_LABEL, "suspect" + i, i / 30.0));
    }
    found.add(new Finding(null, FindingKind.CONFUSED_LABELS, 0.2, null, "a", "b", "Said."));
    FindingsTable table = new FindingsTable(found);

    table.write(spark, folder.resolve("findings").toString());
    ReportData.Findings shown = mostTelling(table);

    assertEquals(
        "30 suspect labels, 1 pair of confused labels, 30 outliers, 30 nearly black images",
        shown.inWords());
    assertEquals(
        List.of(
            "suspect_label: suspect0 suspect1 ... suspect19, 20 of 30 suspect labels",
            "confused_labels: , 1 of 1 pair of confused labels",
            "outlier: far29 far28 ... far10, 20 of 30 outliers",
            "nearly_black: black0 black1 ... black19, 20 of 30 nearly black images"),
        shown.kinds().stream().map(NeighboursTest::inShort).toList());
    assertEquals(
        new ReportData.Finding("", "", "a", "b", "Said."), shown.kinds().get(1).shown().get(0));
  }

  @Test
  void whereNothingWasFoundThePageReadsNoTable() {
    assertEquals(
        new ReportData.Findings("none", List.of()), mostTelling(new FindingsTable(List.of())));
  }

  @Test
  void anEarlierFitAndReusedFeaturesGiveTheSame() throws IOException {
    earlier();
    Manifest again = runs().incremental().fitFrom("a").run("b").manifest();
    assertEquals(IMAGES, again.counts().reused());
    for (String each : List.of("cosine", "euclidean")) {
      assertEquals(column("a", each + "_neighbours"), column("b", each + "_neighbours"));
      assertEquals(column("a", each + "_distances"), column("b", each + "_distances"));
    }
    validate("b");
  }

  @Test
  void validateFindsOtherNeighboursThanTheNearest() throws IOException {
    earlier();
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("a/manifest.json").toFile());
    ((ObjectNode) manifest.get("neighbours")).put("k", 11);
    Json.MAPPER.writeValue(at("a/manifest.json").toFile(), manifest);

    String message = assertThrows(OutputException.class, () -> validate("a")).getMessage();
    assertTrue(message.contains("18 name wrong neighbours by cosine and 18 by Euclid."), message);
  }

  private TestRuns runs() {
    return new TestRuns(spark, drawn.resolve("set").toString(), output).neighbours(10);
  }

  /** The run {@code a} of every test of this class, in an output of the test's own. */
  private CompletedRun earlier() throws IOException {
    FileUtils.copyDirectory(made.toFile(), output.toFile());
    return CompletedRun.open(at("a").toString(), new Configuration());
  }

  private void validate(String runId) {
    new FinishedRuns(output.toString(), spark).validate(Optional.of(runId));
  }

  /** What the page would show of it. */
  private ReportData.Findings mostTelling(FindingsTable table) {
    return Findings.mostTelling(
        () -> Findings.read(spark, folder.resolve("findings").toString()), table.counts(), 20);
  }

  private static Finding finding(FindingKind kind, String path, double score) {
    return new Finding(path, kind, score, null, "label", null, "Said.");
  }

  private static String inShort(FindingsOfKind kind) {
    List<String> paths = kind.shown().stream().map(ReportData.Finding::path).toList();
    String named =
        paths.size() < 3
            ? String.join(" ", paths)
            : "%s %s ... %s".formatted(paths.get(0), paths.get(1), paths.get(paths.size() - 1));
    return "%s: %s, %d of %s".formatted(kind.kind(), named, paths.size(), kind.inWords());
  }

  private String findingsOnPage(String runId) throws IOException {
    String page = Files.readString(at(runId + "/report.html"));
    int from = page.indexOf("<section id=\"findings\"");
    return page.substring(from, page.indexOf("</section>", from));
  }

  private Map<String, Object> column(String run, String column) {
    return TestRuns.column(spark, at(run + "/neighbours"), column);
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private static List<?> list(Object value) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
