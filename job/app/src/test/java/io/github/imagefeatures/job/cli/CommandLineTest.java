package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line refuses before anything is done, and how. */
final class CommandLineTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void anImage() throws IOException {
    Files.createDirectory(folder.resolve("images"));
  }

  static Stream<List<String>> wrongOptions() {
    return Stream.of(
            "--variance 0",
            "--variance 1.5",
            "--variance -0.1",
            "--variance NaN",
            "--variance abc",
            "--variance 0.9 --components 3",
            "--components 0",
            "--components 1.5",
            "--components automatic",
            "--components auto --variance 0.9",
            "--components auto --features-only",
            "--components auto --fit-from run",
            "--scaling some",
            "--run-id a/b",
            "--run-id ..",
            "--run-id _a",
            "--glob [a",
            "--glob {a",
            "--glob a/*.jpg",
            "--limit -1",
            "--partitions 0",
            "--batch-size 0",
            "--batch-size 65",
            "--batch-size four",
            "--max-rejected-fraction 1.1",
            "--max-rejected-fraction -1",
            "--max-rejected-fraction NaN",
            "--max-bytes 0",
            "--max-pixels 0",
            "--features-only --components 2",
            "--features-only --thumbnails 5",
            "--features-only --fit-from run",
            "--fit-from run --variance 0.9",
            "--fit-from run --scaling none",
            "--fit-from ..",
            "--shard-size 0",
            "--model-sha256 abc",
            "--model m.h5 --model-sha256 abc",
            "--network resnet50",
            "--network-sha256 abc --network own.onnx",
            "--pooling cls",
            "--model m.h5 --network dinov2_small",
            "--no-such-option",
            "--images again",
            "stray")
        .map(line -> List.of(line.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void aWrongOptionOfRunIsUsageNamesItAndWritesNothing(List<String> options) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "run",
                "--images",
                folder.resolve("images").toString(),
                "--output",
                folder.resolve("out").toString()));
    line.addAll(options);
    assertEquals(2, execute(line.toArray(String[]::new)), err.toString());
    assertOneSentence();
    assertTrue(err.toString().contains(options.get(0)), err.toString());
    assertTrue(err.toString().contains("See 'image-features run --help'."), err.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("images")), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "run",
        "run --images x",
        "run --output x",
        "run --images",
        "validate",
        "validate --output x --run-id ../../y",
        "report --output x --run-id ..",
        "report --images x",
        "sample --to x",
        "sample --from x",
        "generate",
        "generate --to x --classes 0",
        "generate --to x --classes 100000",
        "generate --to x --per-class 0",
        "generate --to x --seed y",
        "pack --to x",
        "pack --from x",
        "pack --from y --to x --tar-size 1k",
        "pack --from y --to x --tar-size large",
        "model --from x",
        "export --output a --as npy",
        "export --output a --to x",
        "export --output a --as x --to x",
        "export-pipeline",
        "export-pipeline --run a --to x",
        "export-pipeline --run a --output b"
      })
  void whatIsMissingOrUnknownIsUsage(String line) throws IOException {
    assertEquals(2, execute(line.split(" ")), err.toString());
    assertOneSentence();
    assertFalse(Files.exists(Path.of("x")));
  }

  @Test
  void aSlipInARequiredOptionIsNamedAndNotItsAbsence() {
    assertEquals(2, execute("run", "--imges", "x", "--output", "x", "--no-csv"));
    assertTrue(
        err.toString().contains("There is no option '--imges' (did you mean --images?)."),
        err.toString());
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertEquals(0, execute("--help"));
    for (String word :
        List.of(
            "run", "validate", "report", "sample", "generate", "pack", "model", "Exit codes:")) {
      assertTrue(out.toString().contains(word), word);
    }
    for (int code = 0; code <= 6; code++) {
      assertTrue(out.toString().contains("\n  " + code + "  "), "exit code " + code);
    }
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "validate",
        "report",
        "export",
        "export-pipeline",
        "sample",
        "generate",
        "pack",
        "model"
      })
  void everyCommandHasHelp(String command) {
    assertEquals(0, execute(command, "--help"));
    assertTrue(out.toString().contains("Usage: image-features " + command), out.toString());
  }

  @Test
  void theVersionIsTheProjects() {
    assertEquals(0, execute("--version"));
    assertTrue(
        out.toString()
            .lines()
            .findFirst()
            .orElse("")
            .matches("image-features +\\d+\\.\\d+\\.\\d+\\S*"),
        out.toString());
  }

  @Test
  void generateDrawsAndRefusesAFolderThatIsNotEmpty() throws IOException {
    Path to = folder.resolve("drawn");
    String[] line = {"generate", "--to", to.toString(), "--classes", "2", "--per-class", "1"};
    assertEquals(0, execute(line));
    assertTrue(out.toString().startsWith("2 images of 2 classes in "), out.toString());
    assertEquals(6, execute(line));
    assertOneSentence();
  }

  @Test
  void sampleOfAMissingFolderIsTheInputsFault() {
    Path to = folder.resolve("few");
    assertEquals(3, execute("sample", "--from", "/nonexistent", "--to", to.toString()));
    assertOneSentence();
    assertFalse(Files.exists(to));
  }

  @Test
  void aStackTraceIsShownOnRequestOnly() {
    String[] line = {"sample", "--from", "/nonexistent", "--to", folder.resolve("few").toString()};
    execute(line);
    assertFalse(err.toString().contains("\tat "), err.toString());
    String[] more = Arrays.copyOf(line, line.length + 1);
    more[line.length] = "--verbose";
    assertEquals(3, execute(more));
    assertTrue(err.toString().contains("\tat io.github.imagefeatures"), err.toString());
  }

  private int execute(String... args) {
    err.getBuffer().setLength(0);
    return Main.execute(
        args, new PrintWriter(out, true), new PrintWriter(err, true), new Main.Failures());
  }

  private void assertOneSentence() {
    String text = err.toString();
    assertEquals(1, text.lines().count(), text);
    assertTrue(text.startsWith("image-features: "), text);
    assertTrue(text.matches("(?s).*\\. \\[IF-[A-Z0-9]+-[0-9]{2}]\\R"), text);
    assertFalse(text.contains("Exception"), text);
    assertFalse(text.contains(".. ["), text);
  }
}
