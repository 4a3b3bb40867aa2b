package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over images that are packed in tars. */
final class TarsRunTest {
  private static final int CLASSES = 3;
  private static final int PER_CLASS = 4;
  private static final int IMAGES = CLASSES * PER_CLASS;

  private static SparkSession spark;
  @TempDir private static Path drawn;
  private static Map<String, String> looseFeatures;
  private static Map<String, Object> looseLabels;

  @TempDir private Path folder;
  private Path set;
  private Path output;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
    WatchedFileSystem.reset();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Path loose = drawn.resolve("set");
    new ImageGenerator().generate(loose.toString(), new SetSize(CLASSES, PER_CLASS), 1);
    new TestRuns(spark, loose.toString(), drawn.resolve("out")).run("loose");
    Path run = drawn.resolve("out/runs/loose");
    looseFeatures = byName(column(run, "features", "features"), "set/");
    looseLabels = new TreeMap<>();
    column(run, "features", "label")
        .forEach((path, label) -> looseLabels.put(after(path, "set/"), label));
  }

  @AfterAll
  static void closeSpark() {
    WatchedFileSystem.reset();
    spark.close();
  }

  @BeforeEach
  void prepare() {
    WatchedFileSystem.reset();
    set = folder.resolve("set");
    output = folder.resolve("out");
  }

  @Test
  void featuresAndLabelsAreThoseOfTheSameFilesUnpacked() throws IOException {
    tarOf(names()).writeTo(set.resolve("all.tar"));

    CompletedRun run = runs(set.toString()).neighbours(10).run("packed");

    Path packed = output.resolve("runs/packed");
    assertEquals(looseFeatures, byName(column(packed, "features", "features"), "all.tar/"));
    assertEquals(
        looseFeatures.keySet(), byName(column(packed, "pca", "label"), "all.tar/").keySet());
    assertEquals(IMAGES, run.manifest().counts().listed());
    for (Map.Entry<String, Object> row : column(packed, "features", "label").entrySet()) {
      assertEquals(looseLabels.get(after(row.getKey(), "all.tar/")), row.getValue());
    }
    List<String> table = Files.readAllLines(packed.resolve("pca.tsv"));
    String first = "all.tar/" + names().get(0) + "\t";
    assertTrue(table.stream().anyMatch(line -> line.startsWith(first)), table.get(1));
    new FinishedRuns(output.toString(), spark).validate(Optional.empty());
  }

  @Test
  void samplesWithoutFoldersHaveTheirClassFromBesideThem() throws IOException {
    List<String> names = names();
    for (int shard = 0; shard < 4; shard++) {
      TarFile tar = new TarFile();
      for (int i = shard; i < IMAGES; i += 4) {
        tar.with("%06d.jpg".formatted(i), picture(names.get(i)));
        tar.with("%06d.cls".formatted(i), ("" + i % 5).getBytes());
      }
      tar.writeTo(set.resolve("shard-%d.tar".formatted(shard)));
    }

    runs(set.toString()).run("samples");

    Map<String, String> features =
        byName(column(output.resolve("runs/samples"), "features", "features"), ".tar/");
    for (int i = 0; i < IMAGES; i++) {
      assertEquals(looseFeatures.get(names.get(i)), features.get("%06d.jpg".formatted(i)));
    }
    column(output.resolve("runs/samples"), "features", "label")
        .forEach(
            (path, label) -> {
              int i = Integer.parseInt(after(path, ".tar/").substring(0, 6));
              assertEquals("" + i % 5, label);
            });
  }

  @Test
  void aTarCutOffInTheMiddleLosesOnlyItsRestAndSaysSo() throws IOException {
    List<String> names = names();
    byte[] bytes = tarOf(names).bytes();
    int cut = bytes.length - 1024 - 600;
    Files.createDirectories(set);
    Files.write(set.resolve("cut.tar"), Arrays.copyOf(bytes, cut));
    Files.write(set.resolve("empty.tar"), new byte[1024]);
    Arrays.fill(bytes, 0, 512, (byte) 'x');
    Files.write(set.resolve("noise.tar"), bytes);

    CompletedRun run = runs(set.toString()).maxRejected(0.5).run("cut");

    assertEquals(IMAGES - 1, run.manifest().counts().featurized());
    assertEquals(Map.of("corrupt", 2L), run.manifest().counts().rejectedByReason());
    assertEquals(
        Set.of(
            set.resolve("cut.tar") + "/" + names.get(IMAGES - 1),
            set.resolve("noise.tar").toString()),
        column(output.resolve("runs/cut"), "rejected", "message").keySet());
    new FinishedRuns(output.toString(), spark).validate(Optional.empty());
  }

  @Test
  void aRunThatFailedInItsSecondShardResumesWithoutReadingTheFirstTarAgain() throws IOException {
    List<String> names = names();
    tarOf(names.subList(0, 6)).writeTo(set.resolve("0.tar"));
    tarOf(names.subList(6, IMAGES)).writeTo(set.resolve("1.tar"));
    RunListener breaking =
        new RunListener() {
          @Override
          public void featurizingStarted(long total, long already) {
            WatchedFileSystem.fail("1.tar", new IllegalStateException("an injected fault"));
          }
        };
    TestRuns runs = runs("watched:" + set).shards(6);
    assertThrows(Exception.class, () -> runs.run("again", breaking));
    assertTrue(Files.exists(output.resolve("runs/again/_working/shards/00000.json")));
    WatchedFileSystem.reset();

    Manifest manifest = runs.run("again").manifest();

    assertEquals(IMAGES, manifest.counts().featurized());
    assertEquals(Set.of("1.tar"), WatchedFileSystem.opened());
    assertEquals(
        looseFeatures,
        byName(column(output.resolve("runs/again"), "features", "features"), ".tar/"));
    new FinishedRuns(output.toString(), spark).validate(Optional.of("again"));
  }

  @Test
  void compressedTarsAreLeftOutWithAWarning() throws IOException {
    tarOf(names()).writeTo(set.resolve("all.tar"));
    Files.write(set.resolve("more.tar.gz"), new byte[10]);
    List<String> warnings = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warn(String sentence) {
            warnings.add(sentence);
          }
        };

    CompletedRun run = runs(set.toString()).run("warned", listener);

    assertEquals(1, run.manifest().input().skippedCompressed());
    assertTrue(
        warnings.contains(
            "Compressed tars under "
                + set
                + " are left out (1): unpack them, or pack them again as plain .tar."),
        warnings.toString());
  }

  @Test
  void tarsWithoutImagesGetTheUsualSentence() {
    new TarFile().writeTo(set.resolve("a.tar"));
    new TarFile().with("notes.txt", new byte[3]).writeTo(set.resolve("b.tar"));

    InputException failure =
        assertThrows(InputException.class, () -> runs(set.toString()).run("none"));

    assertTrue(failure.getMessage().startsWith("There is no image under"), failure.getMessage());
    assertFalse(Files.exists(output.resolve("latest.json")));
  }

  private TestRuns runs(String images) {
    return new TestRuns(spark, images, output);
  }

  private static TarFile tarOf(List<String> names) throws IOException {
    TarFile tar = new TarFile();
    for (String name : names) {
      tar.with(name, picture(name));
    }
    return tar;
  }

  private static byte[] picture(String name) throws IOException {
    return Files.readAllBytes(drawn.resolve("set").resolve(name));
  }

  private static List<String> names() throws IOException {
    Path loose = drawn.resolve("set");
    try (Stream<Path> files = Files.walk(loose)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> loose.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Map<String, Object> column(Path run, String table, String column) {
    return TestRuns.column(spark, run.resolve(table), column);
  }

  private static Map<String, String> byName(Map<String, Object> byPath, String folder) {
    Map<String, String> byName = new TreeMap<>();
    byPath.forEach((path, value) -> byName.put(after(path, folder), value.toString()));
    return byName;
  }

  private static String after(String path, String folder) {
    return path.substring(path.lastIndexOf(folder) + folder.length());
  }
}
