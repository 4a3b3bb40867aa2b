package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.cli.Cli;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of tars that {@code pack} has written, against a run of the folder. */
final class PackedRunTest {
  private static SparkSession spark;
  @TempDir private static Path folder;
  private static Path images;
  private static Path packed;

  @BeforeAll
  static void packImages() throws IOException {
    spark = LocalSpark.session();
    images = folder.resolve("images");
    for (String split : List.of("Training", "Test")) {
      new ImageGenerator()
          .generate(images.resolve(split).toString(), new SetSize(3, 8), split.length());
    }
    Path some = images.resolve("Test/red-circle/0000.jpg");
    Files.copy(some, images.resolve("0000.jpg"));
    Files.writeString(images.resolve("Training/red-circle/broken ü.jpg"), "no picture");
    packed = folder.resolve("packed");
    Cli.Result result =
        new Cli(folder)
            .run("pack", "--json", "--from=" + images, "--to=" + packed, "--tar-size=64k");
    assertEquals(0, result.code(), result.err());
    assertEquals(50, result.json().at("/result/images").asInt());
    // The command has closed the session that it shared with this test.
    spark = LocalSpark.session();
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void everyTableIsThatOfTheFolderToTheLastBit() {
    CompletedRun loose = runs(images).run("loose");
    CompletedRun tars = runs(packed).run("tars");

    for (String column : List.of("features", "label")) {
      assertEquals(table(loose, "features", column), table(tars, "features", column), column);
    }
    for (String column : List.of("split", "length", "sha256")) {
      assertEquals(table(loose, "provenance", column), table(tars, "provenance", column), column);
    }
    assertEquals(table(loose, "pca", "pca_features"), table(tars, "pca", "pca_features"));
    assertEquals(table(loose, "rejected", "reason"), table(tars, "rejected", "reason"));
    assertEquals(loose.manifest().counts(), tars.manifest().counts());
    assertEquals(
        loose.manifest().reduction().cumulativeVariance(),
        tars.manifest().reduction().cumulativeVariance());
    new FinishedRuns(folder.resolve("out").toString(), spark).validate(Optional.of("tars"));
  }

  @Test
  void aFileOfLabelsNamesTheImagesByTheirPathsInTheFolder() throws IOException {
    Path labels = folder.resolve("labels.csv");
    Files.writeString(
        labels,
        "path,label\n0000.jpg,loose\nTest/red-circle/0000.jpg,circle\nTraining/red-circle/0000.jpg,ring\n");
    CompletedRun loose = runs(images).labels(labels, 0).run("labelled");
    CompletedRun tars = runs(packed).labels(labels, 0).run("labelled-tars");
    Map<String, Object> expected = table(loose, "features", "label");
    assertEquals("ring", expected.get("Training/red-circle/0000.jpg"));
    assertEquals(expected, table(tars, "features", "label"));
  }

  private static TestRuns runs(Path from) {
    return new TestRuns(spark, from.toString(), folder.resolve("out")).maxRejected(0.5);
  }

  /** A column by path below the folder; numbers as their bits. */
  private static Map<String, Object> table(CompletedRun run, String table, String column) {
    Map<String, Object> rows = new TreeMap<>();
    TestRuns.column(spark, folder.resolve("out/runs/" + run.runId() + "/" + table), column)
        .forEach((path, value) -> rows.put(below(path), bits(value)));
    return rows;
  }

  private static String below(String path) {
    return path.replaceFirst(".*?/(?:images|packed/pack-\\d{5}\\.tar)/", "");
  }

  private static Object bits(Object value) {
    if (value instanceof Vector vector) {
      double[] numbers = vector.toArray();
      return IntStream.range(0, numbers.length)
          .mapToObj(i -> Double.doubleToRawLongBits(numbers[i]))
          .toList();
    }
    return String.valueOf(value);
  }
}
