package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.job.cli.ProgramHere;
import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share an output: two with one run id at once, and one after the other. */
@Tag("faults")
final class SameRunTwiceIT {
  private static final int IMAGES = 24;
  private static final int ROUNDS = FaultTable.isShort() ? 1 : 3;

  @TempDir private static Path folder;
  private static Path output;

  @BeforeAll
  static void draw() throws IOException {
    output = folder.resolve("out");
    TestRuns.drawLongAgo(folder.resolve("images"), new SetSize(4, 6), 1);
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
      assertFalse(run(runId).exists("_working"));
      assertFalse(run(runId).exists("failure.json"));
      assertValid(runId);
    }
  }

  @Test
  void anIncrementalRunOnTheCommandLineSaysHowManyImagesItReused() {
    assertDone(new ProgramHere().run(arguments("first")));
    String[] again =
        Stream.concat(Stream.of(arguments("second")), Stream.of("--incremental"))
            .toArray(String[]::new);
    Launcher.Result second = new ProgramHere().run(again);
    assertDone(second);
    assertTrue(
        second.out().lines().anyMatch(line -> line.matches("reused +" + IMAGES)), second.out());
    assertEquals(IMAGES, counts("second").get("reused").asInt());
    assertEquals("first", counts("second").get("reused_from").asText());
    assertValid("second");
  }

  private static void assertValid(String runId) {
    assertDone(new ProgramHere().run("validate", "--output=" + output, "--run-id=" + runId));
  }

  private static void assertDone(Launcher.Result result) {
    assertEquals(0, result.exitCode(), result.err());
  }

  private static JsonNode counts(String runId) {
    return run(runId).json("manifest.json").get("counts");
  }

  private static FinishedOutput run(String runId) {
    return new FinishedOutput(output.resolve("runs").resolve(runId));
  }

  private static String[] arguments(String runId) {
    return List.of(
            "run",
            "--allow-untrained",
            "--images=" + folder.resolve("images"),
            "--output=" + output,
            "--run-id=" + runId)
        .toArray(String[]::new);
  }

  private static Launcher launcher(String name) throws IOException {
    return new Launcher(Files.createDirectories(folder.resolve("logs").resolve(name)));
  }
}
