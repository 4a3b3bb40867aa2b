package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run logs where anybody listens. */
final class RunLogTest {
  private final LogLines log = new LogLines();
  @TempDir private Path folder;
  private Path images;

  @BeforeEach
  void draw() throws IOException {
    images = folder.resolve("images");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 2), 1);
    Path sound;
    try (var files = Files.walk(images)) {
      sound = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.write(images.resolve("empty.jpg"), new byte[0]);
    Files.write(images.resolve("cut.jpg"), withoutItsLastRows(Files.readAllBytes(sound)));
    log.begin(Level.DEBUG);
  }

  @AfterEach
  void end() {
    log.end();
  }

  /** What is missing is gray; the decoder warns of it. */
  private static byte[] withoutItsLastRows(byte[] jpeg) {
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - jpeg.length / 8);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    return cut;
  }

  @Test
  void stagesShardsAndTasksAreLoggedWithCountsBytesAndSeconds() throws IOException {
    long bytes = 0;
    try (var files = Files.walk(images)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
    }
    Launcher.Result done =
        new ProgramHere()
            .run(
                "run",
                "--images=" + images,
                "--output=" + folder.resolve("out"),
                "--allow-untrained",
                "--max-rejected-fraction=0.5",
                "--partitions=1",
                "--shard-size=100",
                "--thumbnails=3");

    assertEquals(0, done.exitCode(), done.err());
    String counts = "5 images featurized, 1 %swith warnings, 1 rejected, %d bytes in ";
    for (String line :
        List.of(
            "INFO StageClock: Stage listing: 6 images, %d bytes in ".formatted(bytes),
            "INFO StageClock: Stage weights: weights ",
            "INFO StageClock: Stage featurizing: 5 images featurized, 0 of them reused and 1 with warnings, 1 rejected in ",
            "INFO StageClock: Stage fitting: 5 images, ",
            "INFO StageClock: Stage projecting: 5 images in ",
            "INFO StageClock: Stage neighbours: those of 5 images in ",
            "INFO StageClock: Stage reporting: the page in ",
            "INFO StageClock: Stage publishing: ",
            "INFO ShardedFeaturizing: Shard 0: " + counts.formatted("of them ", bytes),
            "INFO ThumbnailTask: Task ")) {
      assertLogged(line, ".* s null");
    }
    assertLogged(
        "INFO FeaturizeTask: Task ", "[0-9]+: " + counts.formatted("", bytes) + ".* s null");
    assertLogged("INFO MomentsPass: Task ", "[0-9]+: moments of 5 images in .* s null");
    assertLogged("INFO Projection: Task ", "[0-9]+: 5 images projected in .* s null");
    assertLogged("DEBUG WarningCounter: JPEGImageReader: ", ".*");
    assertLogged("DEBUG FeatureIterator: " + images, ".*: the decoder warned [0-9]+ times null");
  }

  private void assertLogged(String start, String rest) {
    assertTrue(
        log.lines().stream()
            .anyMatch(
                line ->
                    line.startsWith(start)
                        && line.substring(start.length()).matches("(?s)" + rest)),
        () -> start + " is not among " + String.join("\n", ours()));
  }

  private List<String> ours() {
    return log.lines().stream()
        .filter(line -> line.matches("(?s).*(Stage|Shard|Task |DEBUG).*"))
        .toList();
  }
}
