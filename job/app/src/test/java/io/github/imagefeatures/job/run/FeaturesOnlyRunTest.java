package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunCatalog;
import io.github.imagefeatures.job.folder.RunState;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.inspect.RunComparison;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fit nothing: a whole run's folder but for what components make. */
final class FeaturesOnlyRunTest {
  private static final int IMAGES = 6;

  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private Path output;

  @BeforeAll
  static void drawImages() throws IOException {
    spark = LocalSpark.session();
    TestRuns.drawLongAgo(drawn.resolve("set"), new SetSize(2, IMAGES / 2), 5);
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
  void theFolderHoldsWhatIsMadeOfFeaturesAndNothingOfComponents() throws IOException {
    Manifest manifest = runs().featuresOnly().thumbnails(3).neighbours(10).run("a").manifest();

    assertEquals(
        Set.of(
            "features",
            "neighbours",
            "findings",
            "findings.json",
            "rejected",
            "rejected.tsv",
            "provenance",
            "report.html",
            "manifest.json"),
        names("a"));
    assertEquals(0, manifest.reduction().components());
    assertEquals(0, manifest.reduction().cumulativeVariance());
    assertEquals(1280, manifest.reduction().dimension());
    assertFalse(manifest.seconds().containsKey(Stage.FITTING.key()));
    assertEquals(IMAGES, manifest.counts().featurized());
    validate("a");
  }

  @Test
  void theFeaturesAreThoseOfARunWithComponents() {
    runs().featuresOnly().run("a");
    runs().run("b");
    assertEquals(features("b"), features("a"));
  }

  @Test
  void oneImageIsEnough() throws IOException {
    Path one = Files.createDirectories(folder.resolve("one"));
    Files.copy(pictures().get(0), one.resolve("one.jpg"));
    TestRuns runs = new TestRuns(spark, one.toString(), output).featuresOnly();

    assertEquals(1, runs.plan().images().images());
    assertEquals(1, runs.run("a").manifest().counts().featurized());
    validate("a");
  }

  @Test
  void thePageIsDrawnAgain() throws IOException {
    runs().featuresOnly().run("a");
    String page = Files.readString(at("a/report.html"));
    assertTrue(page.contains("--features-only"), "the page says why there is nothing to see");

    Files.delete(at("a/report.html"));
    new FinishedRuns(output.toString(), spark).drawReport(Optional.of("a"), warning -> {});

    assertEquals(figures(page), figures(Files.readString(at("a/report.html"))));
  }

  @Test
  void runsListsItWithoutComponentsAndCompareSaysSo() {
    runs().featuresOnly().run("a");
    runs().components(2).run("b");

    RunState listed =
        new RunCatalog(output.toString(), spark.sparkContext().hadoopConfiguration()).list().get(0);
    assertEquals(RunState.State.COMPLETE, listed.state());
    assertNull(listed.components());
    assertNull(listed.cumulativeVariance());
    RunComparison comparison =
        RunComparison.between(
            "a",
            "b",
            Optional.of(output.toString()),
            spark.sparkContext().hadoopConfiguration(),
            () -> spark);
    RunComparison.Difference k = comparison.differences().get("reduction.components");
    assertEquals(List.of(0, 2), List.of(k.first().asInt(), k.second().asInt()));
    assertNull(comparison.images());
  }

  @Test
  void aLaterRunTakesItsFeaturesOverAndFitsThem() {
    runs().featuresOnly().run("a");

    Manifest fitted = runs().incremental().components(2).run("b").manifest();

    assertEquals(IMAGES, fitted.counts().reused());
    assertEquals(2, fitted.reduction().components());
    validate("b");
    assertEquals(IMAGES, runs().incremental().featuresOnly().run("c").manifest().counts().reused());
    validate("c");
  }

  @Test
  void aRunThatWasStoppedResumesAndNotWithComponents() {
    RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
    assertThrows(IllegalStateException.class, () -> runs().featuresOnly().run("a", stopping));
    assertThrows(OutputException.class, () -> runs().run("a"));

    assertEquals(IMAGES, runs().featuresOnly().run("a").manifest().counts().featurized());
    validate("a");
  }

  @Test
  void aResumedRunMayWantOtherNeighboursOrNone() throws IOException {
    for (int wanted : new int[] {0, 2}) {
      String run = "wants-" + wanted;
      RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
      assertThrows(
          IllegalStateException.class,
          () -> runs().featuresOnly().neighbours(10).run(run, stopping));
      assertTrue(Files.exists(at(run + "/_working/neighbours")));

      runs().featuresOnly().neighbours(wanted).run(run);
      assertEquals(wanted > 0, names(run).contains("neighbours"));
      validate(run);
    }
  }

  @Test
  void validateFindsFeaturesOfAnotherLength() throws IOException {
    runs().featuresOnly().run("a");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("a/manifest.json").toFile());
    ((ObjectNode) manifest.get("reduction")).put("dimension", 1000);
    Json.MAPPER.writeValue(at("a/manifest.json").toFile(), manifest);

    String message = assertThrows(OutputException.class, () -> validate("a")).getMessage();
    assertTrue(message.contains("of another length: 0; found: " + IMAGES), message);
  }

  @Test
  void aManifestWithoutComponentsIsOneOfFeaturesOnlyOrDamaged() throws IOException {
    runs().featuresOnly().run("a");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("a/manifest.json").toFile());
    ((ObjectNode) manifest.get("options")).put("features-only", false);
    Json.MAPPER.writeValue(at("a/manifest.json").toFile(), manifest);

    String message = assertThrows(OutputException.class, () -> validate("a")).getMessage();
    assertTrue(message.contains("reduction.components is 0 of 1280"), message);
  }

  private TestRuns runs() {
    return new TestRuns(spark, drawn.resolve("set").toString(), output);
  }

  private void validate(String runId) {
    CompletedRun run = new FinishedRuns(output.toString(), spark).validate(Optional.of(runId));
    assertEquals(runId, run.runId());
  }

  private Object features(String runId) {
    return TestRuns.column(spark, at(runId + "/features"), "features");
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private Set<String> names(String runId) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(at(runId))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .forEach(names::add);
    }
    return names;
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What the page counts, and its classes. */
  private static String figures(String page) {
    return page.substring(
        page.indexOf("<ul class=\"figures\""), page.indexOf("<section id=\"run\""));
  }
}
