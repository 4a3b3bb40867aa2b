package io.github.imagefeatures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark, on a handful of images: that they run and report, and no figure of theirs. */
class BenchIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final int IMAGES = 24;

  @TempDir private static Path scratch;

  @BeforeAll
  static void drawImages() {
    System.setProperty("imagefeatures.home", HOME.toString());
    new ImageGenerator().generate(scratch.resolve("few").toString(), new SetSize(6, 4), 1);
  }

  @Test
  void everyBenchmarkRunsAndReportsToJsonAndDocument() throws IOException {
    Path document = scratch.resolve("performance.md");
    Files.writeString(
        document,
        "before\n"
            + MarkdownTable.BEGIN
            + "\nthe table of last time\n"
            + MarkdownTable.END
            + "\nafter\n");
    int code =
        Bench.execute(
            "--smoke", "--repeats=1", "--images=" + scratch.resolve("few"), "--into=" + document);
    assertEquals(0, code);
    JsonNode benchmarks =
        new ObjectMapper()
            .readTree(HOME.resolve("bench/target/smoke.json").toFile())
            .path("benchmarks");
    assertEquals(Bench.ALL.stream().map(Benchmark::name).toList(), names(benchmarks));
    for (JsonNode benchmark : benchmarks) {
      assertMeasured(benchmark);
    }
    String text = Files.readString(document);
    assertTrue(text.startsWith("before\n") && text.endsWith("after\n"), text);
    assertTrue(text.contains("### slow-store") && !text.contains("last time"), text);
  }

  @Test
  void aDocumentWithoutAPlaceForTheTableIsRefusedBeforeAnythingIsMeasured() throws IOException {
    Path document = Files.writeString(scratch.resolve("other.md"), "no markers");
    Path json = HOME.resolve("bench/target/smoke.json");
    Files.deleteIfExists(json);
    assertEquals(
        1, Bench.execute("--smoke", "--images=" + scratch.resolve("few"), "--into=" + document));
    assertFalse(Files.exists(json));
  }

  private static List<String> names(JsonNode benchmarks) {
    List<String> names = new ArrayList<>();
    benchmarks.forEach(benchmark -> names.add(benchmark.path("name").asText()));
    return names;
  }

  private static void assertMeasured(JsonNode benchmark) {
    assertTrue(benchmark.path("figures").size() > 0, benchmark.toString());
    assertTrue(benchmark.path("images").asText().startsWith(IMAGES + " "), benchmark.toString());
    for (JsonNode figure : benchmark.path("figures")) {
      assertTrue(Double.isFinite(figure.path("median").asDouble()), figure.toString());
      assertEquals(1, figure.path("values").size(), figure.toString());
    }
  }
}
