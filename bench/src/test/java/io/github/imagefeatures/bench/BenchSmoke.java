package io.github.imagefeatures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/**
 * Every benchmark, on a handful of images: that they run and report, and no figure of theirs. In
 * two classes, each with a half of the benchmarks, as classes of tests run beside one another.
 */
abstract class BenchSmoke {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final int IMAGES = 24;

  @TempDir private static Path scratch;

  private final List<String> half;

  BenchSmoke(List<Benchmark> half) {
    this.half = half.stream().map(Benchmark::name).toList();
  }

  @BeforeAll
  static void drawImages() {
    System.setProperty("imagefeatures.home", HOME.toString());
    new ImageGenerator().generate(scratch.resolve("few").toString(), new SetSize(6, 4), 1);
  }

  @Test
  void eachBenchmarkRunsAndReportsToJsonAndDocument() throws IOException {
    // Not a folder that is gone with the test: it has the logs of what failed.
    Path results = HOME.resolve("bench/target/smoke").resolve(getClass().getSimpleName());
    Path document = scratch.resolve("performance.md");
    Files.deleteIfExists(results.resolve("smoke.json"));
    Files.writeString(
        document,
        "before\n"
            + MarkdownTable.BEGIN
            + "\nthe table of last time\n"
            + MarkdownTable.END
            + "\nafter\n");
    int code =
        Bench.execute(
            "--smoke",
            "--only=" + String.join(",", half),
            "--repeats=1",
            "--images=" + scratch.resolve("few"),
            "--results=" + results,
            "--into=" + document);
    assertEquals(0, code);
    JsonNode benchmarks =
        new ObjectMapper().readTree(results.resolve("smoke.json").toFile()).path("benchmarks");
    assertEquals(half, names(benchmarks));
    for (JsonNode benchmark : benchmarks) {
      assertMeasured(benchmark);
    }
    String text = Files.readString(document);
    assertTrue(text.startsWith("before\n") && text.endsWith("after\n"), text);
    assertTrue(text.contains("### " + half.get(0)) && !text.contains("last time"), text);
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
