package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.StoreCommitProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe as its user starts it, on two cores of this machine and its disk. */
final class ProbeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Cli.Result good;
  private static JsonNode report;

  @BeforeAll
  static void probe() throws IOException {
    System.setProperty("imagefeatures.weights", "http://127.0.0.1:1/");
    LocalSpark.session().close();
    // As a probe that was killed leaves it.
    Files.createDirectories(folder.resolve("good/_probe/rows"));
    Files.writeString(folder.resolve("good/_probe/rows/part-0.parquet"), "of another probe");
    good = probe("good", "--allow-untrained", "--node-price=0.24", "--images-per-core=24");
    report = JSON.readTree(folder.resolve("good/probe.json").toFile());
  }

  @AfterAll
  static void stop() {
    System.clearProperty("imagefeatures.weights");
  }

  private static Cli.Result probe(String output, String... more) {
    List<String> line = new ArrayList<>(List.of("probe", "--output=" + folder.resolve(output)));
    line.addAll(List.of(more));
    return new Cli(folder).run(line.toArray(String[]::new));
  }

  @Test
  void everyCheckHasAnOutcomeAFigureAndASentence() {
    assertEquals(0, good.code(), good.err() + good.out());
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode check : report.get("checks")) {
      outcomes.put(check.get("name").asText(), check.get("outcome").asText());
      assertFalse(check.get("figure").asText().isBlank(), check::toString);
      assertTrue(check.get("sentence").asText().endsWith("."), check::toString);
    }
    boolean isLinux = System.getProperty("os.name").equals("Linux");
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("versions", "ok"),
                Map.entry("spark-internals", "ok"),
                Map.entry("executors", "ok"),
                Map.entry("natives", isLinux ? "ok" : "not visible"),
                Map.entry("commit", "ok"),
                Map.entry("encryption", "not visible"),
                Map.entry("store-rates", "ok"),
                Map.entry("weights", "not visible"),
                Map.entry("images", "ok"),
                Map.entry("cost", "ok"),
                Map.entry("removal", "ok"))),
        outcomes);
  }

  @Test
  void itSaysWhichClassesCommitATable() {
    JsonNode details = details("commit");
    assertAll(
        () -> assertEquals(StoreCommitProtocol.class.getName(), details.get("protocol").asText()),
        () ->
            assertEquals(
                "org.apache.parquet.hadoop.ParquetOutputCommitter",
                details.at("/committers/0").asText()));
  }

  @Test
  void thePriceOfAMillionImagesFollowsFromTheirRate() {
    JsonNode images = details("images");
    assertEquals(2 * 24, images.get("images").asLong());
    assertEquals(2, images.get("task_slots").asInt());
    double rate = images.get("images_per_second").asDouble();
    assertEquals(rate / 2, images.get("images_per_second_a_vcpu").asDouble(), 1e-9 * rate);
    int vcpus = details("executors").at("/executors/0/vcpus").asInt();
    double nodes = 2.0 / vcpus;
    assertEquals(
        0.24 * nodes * 1e6 / rate / 3600,
        details("cost").get("dollars_a_million_images").asDouble(),
        1e-6);
  }

  @Test
  void nothingStaysButTheReport() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("good"))) {
      assertEquals(
          List.of("probe.json"),
          files.filter(Files::isRegularFile).map(each -> each.getFileName().toString()).toList());
    }
  }

  @Test
  void aProbeAmongTheRunsIsNoRun() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("among/runs/probe-1"));
    Files.copy(folder.resolve("good/probe.json"), runs.resolve("probe.json"));

    Cli.Result listed = new Cli(folder).run("runs", "--output=" + folder.resolve("among"));

    assertEquals(0, listed.code(), listed::err);
    assertEquals("", listed.out());
  }

  @Test
  void theTableHasEveryCheckWithItsSentence() {
    for (JsonNode check : report.get("checks")) {
      String line =
          good.out()
              .lines()
              .filter(each -> each.startsWith(check.get("name").asText() + " "))
              .findFirst()
              .orElseThrow();
      assertTrue(line.contains(" " + check.get("outcome").asText() + " "), line);
      assertTrue(good.out().contains("\n  " + check.get("sentence").asText() + "\n"), good::out);
    }
  }

  @Test
  void aFailedCheckStopsNoOtherAndIsTheExitCode() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.h5"), "no weights");

    Cli.Result result = probe("broken", "--model=" + broken, "--images-per-core=1");

    JsonNode found = JSON.readTree(folder.resolve("broken/probe.json").toFile());
    JsonNode failure = JSON.readTree(folder.resolve("broken/failure.json").toFile());
    List<String> failed = new ArrayList<>();
    found
        .get("checks")
        .forEach(
            check -> {
              if (check.get("outcome").asText().equals("failed")) {
                failed.add(check.get("name").asText());
              }
            });
    assertAll(
        () -> assertEquals(7, result.code(), result::err),
        () -> assertEquals(List.of("weights"), failed, found::toString),
        () -> assertTrue(result.out().contains("\nimages           ok "), result::out),
        () ->
            assertTrue(result.sentence().contains("1 of 11 checks of the probe failed (weights)")),
        () -> assertTrue(result.sentence().endsWith("[IF-PRB-01]"), result::sentence),
        () -> assertEquals(7, failure.get("exit_code").asInt()),
        () -> assertTrue(result.sentence().contains(failure.get("sentence").asText())));
  }

  @Test
  void anOutputThatTakesNothingIsSaidByEachCheckThatWritesAndByTheExitCode() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    Cli.Result result = probe("file", "--allow-untrained", "--images-per-core=1");

    assertAll(
        () -> assertEquals(6, result.code(), result::err),
        () -> assertTrue(result.out().contains("\ncommit           failed "), result::out),
        () -> assertTrue(result.out().contains("\nversions         ok "), result::out),
        () -> assertEquals("no folder", Files.readString(file)));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertEquals(
        "image-features: --images-per-core is 1 to 100000, not 0. See 'image-features probe --help'. [IF-ARG-21]",
        probe("refused", "--images-per-core=0").sentence());
    assertEquals(
        "image-features: --node-price is above 0 dollars, not -1.0. See 'image-features probe --help'. [IF-ARG-21]",
        probe("refused", "--node-price=-1").sentence());
    assertFalse(Files.exists(folder.resolve("refused")));
  }

  private static JsonNode details(String name) {
    for (JsonNode check : report.get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check.get("details");
      }
    }
    throw new AssertionError(name);
  }
}
