package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose labels are from a file, and whose images are divided into splits. */
final class LabelledRunTest {
  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private static Path images;
  private Path output;
  private Path labels;

  @BeforeAll
  static void drawImages() throws IOException {
    spark = LocalSpark.session();
    images = drawn.resolve("set");
    TestRuns.drawLongAgo(images.resolve("Training"), new SetSize(2, 2), 5);
    TestRuns.drawLongAgo(images.resolve("Test"), new SetSize(2, 1), 6);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void nameFiles() {
    output = folder.resolve("out");
    labels = folder.resolve("labels.csv");
  }

  @Test
  void splitsOfFoldersAreSaidCountedAndKept() throws IOException {
    List<String> said = new ArrayList<>();

    Manifest manifest = runs().run("a", listening(said)).manifest();

    assertEquals(List.of("Splits by folder: train 4, test 2 images."), said);
    assertEquals(Map.of("train", 4L, "test", 2L), manifest.counts().bySplit());
    assertNull(manifest.input().labels());
    assertEquals(of(name -> name.startsWith("Test") ? "test" : "train"), splits("a"));
    assertEquals(of(name -> name.split("/")[1]), labels("a"));
  }

  @Test
  void labelsAndSplitsOfAFileAreTodaysInAnIncrementalRun() throws IOException {
    write(name -> name + "," + name.substring(name.length() - 6) + ",half-1");
    List<String> said = new ArrayList<>();
    Manifest manifest = runs().labels(labels, 0).run("a", listening(said)).manifest();
    assertEquals(List.of(), said);
    assertEquals(of(name -> name.substring(name.length() - 6)), labels("a"));
    assertEquals(Map.of("half-1", 6L), manifest.counts().bySplit());
    assertEquals(
        DigestUtils.sha256Hex(Files.readAllBytes(labels)), manifest.input().labels().sha256());
    assertEquals(labels.toString(), manifest.options().labels());

    write(name -> name + ",other," + (name.startsWith("Test") ? "" : "half-2"));
    Manifest next = runs().labels(labels, 0).incremental().run("b").manifest();

    assertEquals(6, next.counts().reused());
    assertEquals(of(name -> "other"), labels("b"));
    assertEquals(of(name -> name.startsWith("Test") ? "" : "half-2"), splits("b"));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("b"));
  }

  @Test
  void aPictureInTwoSplitsIsFound() throws IOException {
    Path copy =
        images
            .resolve("Test")
            .resolve(images.resolve("Training").relativize(trained()))
            .resolveSibling("copy.png");
    Files.copy(trained(), copy);
    try {
      Manifest manifest = runs().neighbours(3).run("a").manifest();

      assertEquals(1, manifest.findings().get("exact_duplicate"));
      assertEquals(1, manifest.findings().get("split_leak"));
      assertEquals(0, manifest.findings().get("label_conflict"));
      new FinishedRuns(output.toString(), spark).validate(Optional.of("a"));
    } finally {
      Files.delete(copy);
    }
  }

  @Test
  void aPictureInAnotherFormatIsTheSamePicture() throws IOException {
    Path copy = trained().resolveSibling("copy.bmp");
    ImageIO.write(ImageIO.read(trained().toFile()), "bmp", copy.toFile());
    try {
      Manifest manifest = runs().neighbours(3).run("a").manifest();

      assertEquals(0, manifest.findings().get("exact_duplicate"));
      assertEquals(1, manifest.findings().get("same_picture"));
      assertEquals(0, manifest.findings().get("near_duplicate"));
    } finally {
      Files.delete(copy);
    }
  }

  private static Path trained() throws IOException {
    try (Stream<Path> files = Files.walk(images.resolve("Training"))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void aStoppedRunResumesWithTheLabelsThatItBeganWithAndNoOthers() throws IOException {
    write(name -> name + ",first,x");
    RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
    assertThrows(IllegalStateException.class, () -> runs().labels(labels, 0).run("a", stopping));
    byte[] begun = Files.readAllBytes(labels);

    write(name -> name + ",second,x");
    assertRefused("was begun with other labels in " + labels, runs().labels(labels, 0));
    assertRefused("was begun with other options", runs());
    Files.write(labels, begun);

    assertEquals(Map.of("x", 6L), runs().labels(labels, 0).run("a").manifest().counts().bySplit());
    assertEquals(of(name -> "first"), labels("a"));
  }

  @Test
  void aStoppedRunResumesWithoutItsLabelsFileAndSaysSo() throws IOException {
    write(name -> name + ",first,x");
    RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
    assertThrows(IllegalStateException.class, () -> runs().labels(labels, 0).run("a", stopping));
    Files.write(labels, new byte[] {(byte) 0xff});
    assertRefused("was begun with other labels in " + labels, runs().labels(labels, 0));
    Files.delete(labels);
    List<String> said = new ArrayList<>();

    runs().labels(labels, 0).run("a", listening(said));

    assertEquals(
        List.of(
            "The labels file '%1$s' cannot be read any more (File file:%1$s does not exist): the labels kept with the run are used."
                .formatted(labels)),
        said);
    assertEquals(of(name -> "first"), labels("a"));
  }

  @Test
  void aCompleteRunIsTheSameOnlyWithTheSameLabels() throws IOException {
    write(name -> name + ",first,x");
    runs().labels(labels, 0).run("a");
    assertEquals("a", runs().labels(labels, 0).succeedingIfComplete().run("a").runId());

    write(name -> name + ",second,x");

    assertRefused("but with other labels:", runs().labels(labels, 0).succeedingIfComplete());
  }

  @Test
  void aNameThatSeveralImagesHaveLeavesNothingAlsoWithALimit() throws IOException {
    Path twice =
        files().stream().filter(file -> file.startsWith(images.resolve("Test"))).toList().get(0);
    Files.writeString(labels, "path,label\n" + twice.getFileName() + ",x\n");

    String sentence =
        assertThrows(InputException.class, () -> runs().labels(labels, 1).run("a")).getMessage();

    assertTrue(sentence.contains("there are more images of that name"), sentence);
    assertFalse(Files.exists(output));
  }

  private TestRuns runs() {
    return new TestRuns(spark, images.toString(), output).featuresOnly();
  }

  private static RunListener listening(List<String> said) {
    return new RunListener() {
      @Override
      public void tell(String sentence) {
        said.add(sentence);
      }

      @Override
      public void warn(String sentence) {
        // That the weights are untrained.
        if (sentence.contains("abels")) {
          said.add(sentence);
        }
      }
    };
  }

  private static void assertRefused(String sentence, TestRuns runs) {
    String said = assertThrows(OutputException.class, () -> runs.run("a")).getMessage();
    assertTrue(said.contains(sentence), said);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(images)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Writes a row for each image, made of its path below the folder. */
  private void write(UnaryOperator<String> row) throws IOException {
    List<String> rows = new ArrayList<>(List.of("path,label,split"));
    for (Path file : files()) {
      rows.add(row.apply(images.relativize(file).toString()));
    }
    Files.write(labels, rows);
  }

  private static Map<String, Object> of(UnaryOperator<String> value) throws IOException {
    Map<String, Object> values = new TreeMap<>();
    for (Path file : files()) {
      values.put(file.toString(), value.apply(images.relativize(file).toString()));
    }
    return values;
  }

  private Map<String, Object> labels(String run) {
    return TestRuns.column(spark, output.resolve("runs").resolve(run).resolve("features"), "label");
  }

  private Map<String, Object> splits(String run) {
    return TestRuns.column(
        spark, output.resolve("runs").resolve(run).resolve("provenance"), "split");
  }
}
