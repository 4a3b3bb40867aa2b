package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The name of a complete run is given again, as a cluster does that repeats its step. */
final class RepeatedRunTest {
  private static final String SUCCEED = "--if-complete=succeed";

  @TempDir private static Path folder;
  private static Path images;
  private static Path run;
  private Map<Path, List<Object>> before;

  private record Result(int code, String out, String err) {
    String sentence() {
      return err.lines()
          .filter(line -> line.startsWith("image-features: "))
          .reduce("", (earlier, later) -> later);
    }
  }

  @BeforeAll
  static void makeARun() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("imagefeatures.home", folder.resolve("no-checkout").toString());
    System.setProperty("imagefeatures.weights", "http://127.0.0.1:1/");
    images = folder.resolve("images");
    run = folder.resolve("out/runs/a");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
    Result first = again(SUCCEED);
    assertEquals(0, first.code(), first.err());
  }

  @AfterAll
  static void restore() {
    System.clearProperty("spark.master");
    System.clearProperty("imagefeatures.home");
    System.clearProperty("imagefeatures.weights");
  }

  @BeforeEach
  void look() {
    before = content();
  }

  @AfterEach
  void nothingWasChanged() {
    assertEquals(before, content());
  }

  @Test
  void theSameRunAgainSaysThatItIsCompleteAndWhereAndEndsWithZero() {
    Result again = again(SUCCEED);

    assertEquals(0, again.code(), again.err());
    String sentence =
        "image-features: the run a is complete already, with the same options, weights and images, in %s."
            .formatted(run);
    assertTrue(again.err().lines().anyMatch(sentence::equals), again.err());
    assertTrue(again.out().contains(run + "/report.html"), again.out());
  }

  @Test
  void whatIsRequiredAndHoldsChangesNothing() {
    Result again = again(SUCCEED, "--require=rejected<=0, one-colour<=0,duplicates<=0");

    assertEquals(0, again.code(), again.err());
  }

  @Test
  void whatIsRequiredAndDoesNotHoldIsSaidWithItsFigureAfterTheRun() {
    Result again =
        again(
            SUCCEED,
            "--require=rejected<=0,near-duplicate>=12.50,split-leak<=0,outlier<=0,rejected>=1");

    assertEquals(8, again.code(), again.err());
    assertTrue(again.out().contains(run + "/report.html"), again.out());
    assertTrue(again.sentence().contains("near-duplicate is "), again.err());
    assertTrue(again.sentence().contains(" and must be at least 12.50; "), again.err());
    // None where there was nothing to look at is not the same as none.
    assertTrue(again.sentence().contains("; split-leak is not known of this run; "), again.err());
    assertTrue(again.sentence().contains("; outlier is not known of this run; "), again.err());
    assertTrue(again.sentence().contains("; rejected is 0 and must be at least 1."), again.err());
    assertTrue(again.sentence().endsWith("[IF-REQ-01]"), again.err());
  }

  @Test
  void whatCannotBeRequiredIsAUsageError() {
    for (String wrong :
        List.of("rejected=0", "rejected<=", "rejected<=1.2.3", "beauty>=1", "", "rejected<=0,")) {
      Result again = again(SUCCEED, "--require=" + wrong);
      assertEquals(2, again.code(), again.err());
      assertTrue(again.err().contains("is not a figure with >= or <= and a number"), again.err());
    }
  }

  @Test
  void whatCanNeverHoldIsRefusedBeforeTheRun() {
    Result percent = again(SUCCEED, "--require=knn-accuracy>=90");
    assertEquals(2, percent.code(), percent.err());
    assertTrue(
        percent.err().contains("knn-accuracy of 90, but it is a share, 0 to 1."), percent.err());
    Result none = again(SUCCEED, "--neighbours=0", "--require=split-leak<=0");
    assertEquals(2, none.code(), none.err());
    assertTrue(
        none.err().contains("split-leak, which is not known with --neighbours 0."), none.err());
  }

  @Test
  void withoutTheOptionTheNameIsRefused() {
    assertRefused("The run a is complete already: leave --run-id out or choose another.");
  }

  @Test
  void otherOptionsAreAnotherRun() {
    for (String option :
        List.of("--components=2", "--scaling=none", "--no-csv", "--max-rejected-fraction=0")) {
      assertRefused(but("other options"), SUCCEED, option);
    }
  }

  @Test
  void anImageMoreIsAnotherRun() throws IOException {
    Path more = Files.copy(picture(), images.resolve("more.jpg"));
    try {
      assertRefused(but("other images"), SUCCEED);
    } finally {
      Files.delete(more);
    }
  }

  @Test
  void anImageThatChangedUnderItsNameIsAnotherRun() throws IOException {
    FileTime written = Files.getLastModifiedTime(picture());
    Files.setLastModifiedTime(picture(), FileTime.from(Instant.now()));
    try {
      assertRefused(but("images that have changed since"), SUCCEED);
    } finally {
      Files.setLastModifiedTime(picture(), written);
    }
  }

  @Test
  void otherWeightsOrAnotherBuildAreAnotherRun() throws IOException {
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    FileTime written = Files.getLastModifiedTime(manifest);
    try {
      Files.writeString(manifest, text.replaceAll("sha256\" : \"[^\"]*\"", "sha256\" : \"f8af\""));
      assertEquals(
          but("another build of the program and other weights"), again(SUCCEED).sentence());
    } finally {
      Files.writeString(manifest, text);
      Files.setLastModifiedTime(manifest, written);
    }
  }

  private static String but(String difference) {
    return "image-features: The run a is complete already, but with %s: leave --run-id out or choose another. [IF-RUN-03]"
        .formatted(difference);
  }

  private static void assertRefused(String sentence, String... options) {
    Result again = again(options);
    assertEquals(6, again.code(), again.err());
    assertTrue(again.sentence().contains(sentence), again.err());
    assertEquals("", again.out());
  }

  private static Result again(String... options) {
    List<String> line =
        new ArrayList<>(List.of("run", "--run-id=a", "--allow-untrained", "--images=" + images));
    line.add("--output=" + folder.resolve("out"));
    line.addAll(Arrays.asList(options));
    StringWriter err = new StringWriter();
    StringWriter out = new StringWriter();
    int code =
        Main.execute(
            line.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new Main.Failures());
    return new Result(code, out.toString(), err.toString());
  }

  private static Path picture() throws IOException {
    try (var files = Files.walk(images)) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  /** Every file of the output: its length and the time of its last change. */
  private static Map<Path, List<Object>> content() {
    Map<Path, List<Object>> content = new TreeMap<>();
    try (var files = Files.walk(folder.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file, List.of(Files.size(file), Files.getLastModifiedTime(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }
}
