package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.neighbours.FewestComponents;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that keep as few components as tell labels about as well as all. */
final class ComponentsByAccuracyRunTest {
  private static SparkSession spark;
  @TempDir private static Path images;

  @TempDir private Path folder;

  @BeforeAll
  static void draw() throws IOException {
    spark = LocalSpark.session();
    TestRuns.drawLongAgo(images, new SetSize(4, 6), 11);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void theFewestThatTellLabelsAreKeptAndTheManifestAndThePageSayWhy() throws IOException {
    Manifest manifest = runs(images).neighbours(3).run("a").manifest();

    FewestComponents chosen = manifest.reduction().chosenBy();
    List<OfSpace> tried = chosen.measured();
    OfSpace all = tried.get(tried.size() - 1);
    assertEquals(23, all.dimensions());
    assertEquals(24, chosen.judged());
    int fewest =
        tried.stream()
            .filter(each -> Math.round(24 * (all.top1() - each.top1())) <= 0)
            .mapToInt(OfSpace::dimensions)
            .min()
            .orElseThrow();
    assertTrue(fewest < 23, tried::toString);
    assertEquals(fewest, manifest.reduction().components());
    assertEquals(fewest, chosen.components());
    // The neighbours of the kept ones say the same of them.
    assertTrue(
        manifest.neighbours().accuracy().measured().stream()
            .anyMatch(each -> each.equals(of(tried, fewest))));
    for (Row row : spark.read().parquet(run("a") + "/pca").collectAsList()) {
      assertEquals(fewest, row.getList(row.fieldIndex("pca_features")).size());
    }
    assertEquals("auto", manifest.options().components());
    assertTrue(
        Files.readString(Path.of(run("a") + "/report.html"))
            .contains(
                fewest
                    + " components were kept, the fewest tried that lose less than half a point"));
    new FinishedRuns(folder.toString(), spark).validate(Optional.of("a"));
  }

  @Test
  void anInterruptedRunResumesWithTheSameChoiceAndNoOther() throws IOException {
    runs(images).run("whole");
    assertThrows(
        IllegalStateException.class,
        () -> runs(images).run("halved", TestRuns.stoppingAt(Stage.REPORTING)));
    assertThrows(OutputException.class, () -> runs(images).components(3).run("halved"));

    Manifest resumed = runs(images).run("halved").manifest();

    assertEquals(manifest("whole").reduction(), resumed.reduction());
    assertNull(resumed.neighbours());
    Manifest next = runs(images).incremental().run("next").manifest();
    assertEquals(24, next.counts().reused());
    assertEquals(resumed.reduction(), next.reduction());
  }

  @Test
  void imagesWithoutTwoLabelsAreRefusedBeforeAnythingIsComputed() throws IOException {
    Path flat = Files.createDirectory(folder.resolve("flat"));
    Path one = Files.createDirectory(folder.resolve("one"));
    for (int i = 0; i < 3; i++) {
      copy(i, flat.resolve(i + ".jpg"));
      copy(i, Files.createDirectories(one.resolve("class")).resolve(i + ".jpg"));
    }
    copy(9, Files.createDirectories(one.resolve("alone")).resolve("9.jpg"));
    for (Path set : List.of(flat, one)) {
      InputException planned = assertThrows(InputException.class, () -> runs(set).plan());
      InputException refused = assertThrows(InputException.class, () -> runs(set).run("a"));
      assertEquals(planned.getMessage(), refused.getMessage());
      assertTrue(refused.getMessage().contains("--labels"), refused::getMessage);
      assertFalse(Files.exists(folder.resolve("runs/a/_working/features")));
    }
  }

  @Test
  void labelsOfCopiesAloneAreRefusedOnceFeaturesShowIt() throws IOException {
    Path set = folder.resolve("copies");
    for (int i = 0; i < 3; i++) {
      copy(i, Files.createDirectories(set.resolve("some")).resolve(i + ".jpg"));
      copy(9, Files.createDirectories(set.resolve("same")).resolve(i + ".jpg"));
    }

    ReductionException refused = assertThrows(ReductionException.class, () -> runs(set).run("a"));

    assertEquals(RunListing.NO_LABELS_TO_TELL, refused.getMessage());
  }

  private static OfSpace of(List<OfSpace> tried, int components) {
    return tried.stream().filter(each -> each.dimensions() == components).findFirst().orElseThrow();
  }

  private TestRuns runs(Path set) {
    return new TestRuns(spark, set.toString(), folder).componentsByAccuracy();
  }

  private Manifest manifest(String run) {
    return runs(images).succeedingIfComplete().run(run).manifest();
  }

  private String run(String name) {
    return folder.resolve("runs").resolve(name).toString();
  }

  private static void copy(int number, Path to) throws IOException {
    try (var files = Files.walk(images)) {
      Files.copy(files.filter(Files::isRegularFile).sorted().toList().get(number), to);
    }
  }
}
