package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A half of a set of photographs is fitted, and the other half projected. */
final class ProjectedHalfTest {
  private static final Path SAMPLE = Path.of("../../../shared/data/fruits-360-sample");
  private static final Path WEIGHTS =
      Path.of("../../../shared/models/mobilenet_v2_imagenet_1.0_224_no_top.h5");
  private static final long SEED = 15;

  private static SparkSession spark;

  @TempDir private static Path folder;

  @BeforeAll
  static void halve() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLE) && Files.exists(WEIGHTS), "there is no shared folder");
    spark = LocalSpark.session();
    List<Path> images = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SAMPLE.toRealPath())) {
      files.filter(Files::isRegularFile).sorted().forEach(images::add);
    }
    Collections.shuffle(images, new Random(SEED));
    for (int i = 0; i < images.size(); i++) {
      Path label = folder.resolve(i % 2 == 0 ? "fitted" : "other");
      Path copy = label.resolve(images.get(i).getParent().getFileName()).resolve(i + ".jpg");
      Files.createDirectories(copy.getParent());
      Files.copy(images.get(i), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @AfterAll
  static void closeSpark() {
    if (spark != null) {
      spark.close();
    }
  }

  @Test
  void theOtherHalfGetsPlainProductsAndTheFittedOneItsOwnBits() {
    runs("fitted").run("fit");
    runs("fitted").incremental().fitFrom("fit").run("again");
    Manifest other = runs("other").fitFrom("fit").run("other").manifest();

    assertEquals(column("fit", "pca", "pca_features"), column("again", "pca", "pca_features"));
    assertEquals(
        column("fit", "pca", "reconstruction_error"),
        column("again", "pca", "reconstruction_error"));
    PlainFit fit = PlainFit.of(folder.resolve("out/runs/fit/model"));
    double[] mean = fit.scaler().mean().toArray();
    Map<String, Object> features = column("other", "features", "features");
    Map<String, Object> components = column("other", "pca", "pca_features");
    Map<String, Object> errors = column("other", "pca", "reconstruction_error");
    assertEquals(other.counts().featurized(), components.size());
    features.forEach(
        (path, vector) -> {
          double[] z = fit.scaledAndCentred(list(vector), mean);
          List<Double> scores = list(components.get(path));
          assertEquals(other.reduction().components(), scores.size());
          for (int c = 0; c < scores.size(); c++) {
            assertEquals(fit.score(z, c), scores.get(c), 1e-9, path);
          }
          fit.takeOffComponents(z);
          double left = 0;
          for (double each : z) {
            left += each * each;
          }
          assertEquals(left, (Double) errors.get(path), 1e-9 * 1280, path);
        });
    // Photographs of the same kind: less of them is explained, and hardly any lies beyond.
    assertTrue(other.reduction().newImages().beyondFit() < 0.05, other.reduction()::toString);
    double explained = other.reduction().newImages().explainedVariance();
    assertTrue(explained > 0.5 && explained < 0.99, "explained: " + explained);
  }

  private static TestRuns runs(String half) {
    return new TestRuns(spark, folder.resolve(half).toString(), folder.resolve("out"))
        .model(WEIGHTS);
  }

  private static Map<String, Object> column(String run, String table, String column) {
    return TestRuns.column(spark, folder.resolve("out/runs").resolve(run).resolve(table), column);
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Object column) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<T>) column);
  }
}
