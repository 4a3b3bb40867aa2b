package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share an output: two with one run id at once, and one after the other. */
final class SameRunTwiceIT {
  private static final int IMAGES = 24;
  private static final int ROUNDS = 3;

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void draw() throws IOException {
    output = folder.resolve("out");
    Launcher.Result drawn =
        launcher("draw")
            .run("generate", "--to=" + folder.resolve("images"), "--classes=4", "--per-class=6");
    assertEquals(0, drawn.exitCode(), drawn.err());
    try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
      }
    }
  }

  @Test
  void ofTwoProcessesStartedAtOnceOneHasTheRunAndTheOtherEndsWithSix() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      String runId = "both" + round;
      Launcher one = launcher("one" + round);
      Launcher other = launcher("other" + round);
      Process first = one.start(arguments(runId));
      Process second = other.start(arguments(runId));
      Launcher.Result a = one.finish(first);
      Launcher.Result b = other.finish(second);

      assertEquals(6, a.exitCode() + b.exitCode(), a.err() + b.err());
      Launcher.Result refused = a.exitCode() == 6 ? a : b;
      assertTrue(
          refused.sentence().contains("is at work on the run " + runId)
              || refused.sentence().contains("Another process has begun the run " + runId),
          refused.err());
      assertEquals(IMAGES, counts(runId).get("featurized").asInt());
      assertFalse(Files.exists(output.resolve("runs/" + runId + "/_working")));
      assertFalse(Files.exists(output.resolve("runs/" + runId + "/failure.json")));
      assertValid(runId);
    }
  }

  @Test
  void anIncrementalRunOnTheCommandLineSaysHowManyImagesItReused() throws IOException {
    assertEquals(0, launcher("first").run(arguments("first")).exitCode());
    Launcher.Result second =
        launcher("second")
            .run(
                Stream.concat(Stream.of(arguments("second")), Stream.of("--incremental"))
                    .toArray(String[]::new));
    assertEquals(0, second.exitCode(), second.err());
    assertTrue(
        second.out().lines().anyMatch(line -> line.matches("reused +" + IMAGES)), second.out());
    assertEquals(IMAGES, counts("second").get("reused").asInt());
    assertEquals("first", counts("second").get("reused_from").asText());
    assertValid("second");
  }

  private void assertValid(String runId) throws IOException {
    Launcher.Result valid =
        launcher("valid-" + runId).run("validate", "--output=" + output, "--run-id=" + runId);
    assertEquals(0, valid.exitCode(), valid.err());
  }

  private JsonNode counts(String runId) throws IOException {
    return new ObjectMapper()
        .readTree(output.resolve("runs/" + runId + "/manifest.json").toFile())
        .get("counts");
  }

  private String[] arguments(String runId) {
    return List.of(
            "run",
            "--allow-untrained",
            "--images=" + folder.resolve("images"),
            "--output=" + output,
            "--run-id=" + runId)
        .toArray(String[]::new);
  }

  private Launcher launcher(String name) throws IOException {
    return new Launcher(Files.createDirectories(folder.resolve("logs").resolve(name)));
  }
}
