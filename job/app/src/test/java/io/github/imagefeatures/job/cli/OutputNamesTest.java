package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs whose names would be patterns, lists or addresses to Spark and Hadoop. */
final class OutputNamesTest {
  @TempDir private Path folder;
  private final ProgramHere program = new ProgramHere();
  private Path images;

  @BeforeEach
  void draw() {
    images = folder.resolve("images");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
  }

  @Test
  void everyCommandTakesThemAsTheyAre() {
    Path output = folder.resolve("features [2026] {a,b}, back\\slash ^*? with:colon");
    Path runs = output.resolve("runs");
    assertDone("run", "--images", images, "--output", output, "--run-id", "a", "--allow-untrained");
    assertDone("validate", "--output", output, "--run-id", "a");
    assertDone("report", "--output", output, "--run-id", "a");
    addAnImage();
    assertDone(
        "run",
        "--images",
        images,
        "--output",
        output,
        "--run-id",
        "b",
        "--allow-untrained",
        "--incremental");
    assertDone("validate", "--output", output, "--run-id", "b");
    assertTrue(
        assertDone("compare", runs.resolve("a"), runs.resolve("b"))
            .out()
            .contains("0 only in the first, 1 only in the second"));
  }

  @Test
  void anOutputWhoseNameIsAPatternIsNotMixedWithThoseThatMatchIt() {
    for (String name : new String[] {"AB", "A?"}) {
      Path output = folder.resolve(name);
      assertDone(
          "run", "--images", images, "--output", output, "--run-id", "a", "--allow-untrained");
      Launcher.Result valid = assertDone("validate", "--output", output, "--run-id", "a");
      assertTrue(valid.out().contains("6 images listed, 6 featurized"), valid.out());
    }
  }

  private void addAnImage() {
    Path more = folder.resolve("more");
    new ImageGenerator().generate(more.toString(), new SetSize(1, 1), 2);
    assertTrue(more.toFile().renameTo(images.resolve("more").toFile()));
    assertTrue(Files.exists(images.resolve("more")));
  }

  private Launcher.Result assertDone(Object... line) {
    Launcher.Result result =
        program.run(Stream.of(line).map(Object::toString).toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    return result;
  }
}
