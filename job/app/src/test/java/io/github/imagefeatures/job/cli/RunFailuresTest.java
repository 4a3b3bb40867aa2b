package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.job.cli.console.FailedCommandException;
import io.github.imagefeatures.job.faults.NullPointerFileSystem;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fail: the code, the sentence, and what is left in the run's folder. */
final class RunFailuresTest {
  private static final String UNTRAINED = "--allow-untrained";
  private static final String PLANTED = "java.lang.NullPointerException: planted at planted:/x";
  private static final String FIRST_FRAME = NullPointerFileSystem.class.getName();

  /** A wrong option is not a failed run. */
  private static final String NOTHING_BEGUN = null;

  @TempDir private Path folder;
  private Path images;
  private Path output;

  @BeforeEach
  void prepare() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("imagefeatures.home", folder.resolve("no-checkout").toString());
    System.setProperty("imagefeatures.weights", "http://127.0.0.1:1/");
    System.setProperty("spark.hadoop.fs.planted.impl", NullPointerFileSystem.class.getName());
    images = folder.resolve("images");
    output = folder.resolve("out");
  }

  @AfterEach
  void restore() {
    System.clearProperty("spark.master");
    System.clearProperty("imagefeatures.home");
    System.clearProperty("imagefeatures.weights");
    System.clearProperty("spark.hadoop.fs.planted.impl");
    System.clearProperty("spark.submit.deployMode");
  }

  @Test
  void noSuchFolder() throws IOException {
    assertFails(3, "There is no '" + images + "'", NOTHING_BEGUN);
  }

  @Test
  void anEmptyFolder() throws IOException {
    Files.createDirectory(images);
    assertFails(3, "There is no file under", NOTHING_BEGUN);
  }

  @Test
  void noNameThatMatches() throws IOException {
    draw(1, 2);
    assertFails(3, "2 (2 .jpg) do not match the glob", NOTHING_BEGUN, "--glob", "*.nothing");
  }

  @Test
  void oneImage() throws IOException {
    draw(1, 1);
    assertFails(3, "One image has no principal components", NOTHING_BEGUN);
  }

  @Test
  void moreComponentsThanImages() throws IOException {
    draw(1, 4);
    assertFails(3, "choose --components 3 or fewer", NOTHING_BEGUN, "--components", "4");
  }

  @Test
  void imagesThatAreAllTheSame() throws IOException {
    draw(1, 1);
    Path picture = anyPicture();
    Files.copy(picture, picture.resolveSibling("again.jpg"));
    assertFails(3, "All images have the same features", "fitting the components", UNTRAINED);
  }

  @Test
  void noWeights() throws IOException {
    draw(1, 2);
    assertFails(5, "The weights cannot be downloaded from", NOTHING_BEGUN);
  }

  @Test
  void aNetworkKnownByNameThatCannotBeDownloaded() throws IOException {
    draw(1, 2);
    assertFails(
        5,
        "The network cannot be downloaded from http://127.0.0.1:1/dinov2_small.onnx",
        NOTHING_BEGUN,
        "--network",
        "dinov2_small");
  }

  @Test
  void aMissingWeightsFile() throws IOException {
    draw(1, 2);
    String file = folder.resolve("none.h5").toString();
    assertFails(5, "There is no weights file", NOTHING_BEGUN, "--model", file, UNTRAINED);
  }

  @Test
  void aWeightsFileThatIsNoHdf5() throws IOException {
    draw(1, 2);
    String file = Files.writeString(folder.resolve("x.h5"), "no weights").toString();
    assertFails(5, "cannot be read as HDF5", NOTHING_BEGUN, "--model", file);
  }

  @Test
  void aWeightsFileWithAnotherSha256() throws IOException {
    draw(1, 2);
    String file = Files.writeString(folder.resolve("x.h5"), "no weights").toString();
    assertFails(5, "has sha256", NOTHING_BEGUN, "--model", file, "--model-sha256", "0".repeat(64));
  }

  @Test
  void anOutputAmongTheImagesLeavesNothingThere() throws IOException {
    draw(1, 2);
    output = images.resolve("features");
    assertFails(6, "The output lies inside the images' folder", NOTHING_BEGUN);
    assertFalse(Files.exists(output));
  }

  @Test
  void aRefusedRunLeavesOtherRunsAndAnEmptyOutputAlone() throws IOException {
    Files.createDirectory(output);
    assertFails(3, "There is no '" + images + "'", NOTHING_BEGUN);
    assertTrue(Files.exists(output));
    Path other = Files.createDirectories(output.resolve("runs/other"));
    assertFails(3, "There is no '" + images + "'", NOTHING_BEGUN);
    assertTrue(Files.exists(other));
  }

  @Test
  void anArchiveIsCalledWhatItIs() throws IOException {
    images = Files.write(folder.resolve("photos.zip"), new byte[] {'P', 'K', 3, 4, 20});
    assertFails(3, "photos.zip' is a zip archive; unpack it", NOTHING_BEGUN);
    images = Files.write(folder.resolve("photos.tar"), new byte[] {0x1f, (byte) 0x8b, 8});
    assertFails(3, "photos.tar' is compressed; unpack it", NOTHING_BEGUN);
    images =
        Files.write(
            folder.resolve("photos"), new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c});
    assertFails(3, "photos' is a 7z archive; unpack it", NOTHING_BEGUN);
  }

  @Test
  void anOutputThatIsAFile() throws IOException {
    draw(1, 2);
    Files.writeString(output, "a file");
    assertFails(6, "check that the output exists", null);
    assertEquals("a file", Files.readString(output));
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    draw(1, 2);
    output = Path.of("/proc/image-features");
    assertFails(6, "lets you write", null);
  }

  @Test
  void whatNobodyExpectedLeavesItsStackTrace() throws IOException {
    Cli.Result failed =
        new Cli(folder).run("run", "--quiet", "--images", "planted:///x", "--output", at("out"));
    assertEquals(1, failed.code(), failed.err());
    String sentence = failed.err().lines().findFirst().orElseThrow();
    assertTrue(sentence.startsWith("image-features: Unexpected: " + PLANTED), failed.err());
    JsonNode failure = failureIn(output.resolve("runs"));
    assertEquals(1, failure.get("exit_code").asInt());
    assertEquals("IF-RUN-01", failure.get("id").asText());
    String trace = failure.get("trace").asText();
    assertTrue(trace.startsWith(PLANTED + "\n\tat " + FIRST_FRAME), trace);
    assertTrue(failed.err().endsWith("\n" + trace), failed.err());
  }

  @Test
  void inYarnsClusterModeTheCausesTravelWithTheException() {
    System.setProperty("spark.submit.deployMode", "cluster");
    PrintStream err = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    try {
      assertThatTheCausesTravel();
    } finally {
      System.setErr(err);
    }
  }

  private void assertThatTheCausesTravel() {
    String[] line = {"run", "--images", "planted://ID:SECRET@host/x", "--output", at("out")};
    FailedCommandException failed =
        assertThrows(FailedCommandException.class, () -> Main.main(line));
    assertTrue(failed.getMessage().startsWith("exit code 3: "), failed.getMessage());

    line[2] = "planted://SECRET@host/x";
    failed = assertThrows(FailedCommandException.class, () -> Main.main(line));
    assertTrue(failed.getMessage().startsWith("exit code 1: Unexpected: "), failed.getMessage());
    StringWriter trace = new StringWriter();
    failed.printStackTrace(new PrintWriter(trace));
    String cause = "Caused by: java.lang.NullPointerException: planted at planted://***@host/x";
    assertTrue(trace.toString().contains(cause + "\n\tat " + FIRST_FRAME), trace.toString());
    assertFalse(trace.toString().contains("SECRET"), trace.toString());
  }

  private static JsonNode failureIn(Path runs) throws IOException {
    try (var files = Files.list(runs)) {
      Path run = files.findFirst().orElseThrow();
      return new ObjectMapper().readTree(run.resolve("failure.json").toFile());
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /**
   * @param stage in {@code failure.json}; null when there is to be none
   */
  private void assertFails(int code, String sentence, String stage, String... options)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("run", "--quiet", "--run-id", "a"));
    line.addAll(List.of("--images", images.toString(), "--output", output.toString()));
    line.addAll(List.of(options));
    StringWriter err = new StringWriter();
    StringWriter out = new StringWriter();
    int found =
        Main.execute(
            line.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new Main.Failures());
    List<String> lines = err.toString().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertEquals(code, found, err.toString());
    assertTrue(last.startsWith("image-features: ") && last.contains(sentence), err.toString());
    assertTrue(last.matches(".*\\. \\[IF-[A-Z0-9]+-[0-9]{2}]"), last);
    assertFalse(err.toString().contains("\tat "), err.toString());
    assertEquals("", out.toString());
    Path run = output.resolve("runs/a");
    assertFalse(Files.exists(run.resolve("manifest.json")));
    assertFalse(Files.exists(output.resolve("latest.json")));
    assertEquals(stage != null, Files.exists(run));
    if (stage != null) {
      JsonNode failure = new ObjectMapper().readTree(run.resolve("failure.json").toFile());
      assertEquals("a", failure.get("run_id").asText());
      assertEquals(code, failure.get("exit_code").asInt());
      assertEquals(
          last,
          "image-features: %s [%s]"
              .formatted(failure.get("sentence").asText(), failure.get("id").asText()));
      assertEquals(stage, failure.get("stage").asText());
    }
  }

  private void draw(int classes, int perClass) {
    new ImageGenerator().generate(images.toString(), new SetSize(classes, perClass), 1);
  }

  private Path anyPicture() throws IOException {
    try (var files = Files.walk(images)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
