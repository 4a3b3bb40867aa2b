package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.ml.ImageFeaturizer;
import io.github.imagefeatures.network.mobilenet.WeightsFile;
import io.github.imagefeatures.network.onnx.OnnxModel;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export-pipeline}: what a run made of its images, another program makes of any. */
final class ExportPipelineTest {
  private static final int IMAGES = 8;
  @TempDir private static Path shared;
  private static Path output;
  private static Path weights;

  @TempDir private Path folder;

  @BeforeAll
  static void run() throws IOException {
    output = shared.resolve("out");
    weights = Files.write(shared.resolve("own.h5"), WeightsFile.random(3).bytes());
    new ImageGenerator().generate(shared.resolve("drawn").toString(), new SetSize(4, 2), 1);
    run("fit", "--model", weights.toString(), "--components", "3", "--thumbnails", "0");
  }

  @Test
  void thePipelineMakesOfTheRunsImagesWhatTheRunMadeOfThem() throws IOException {
    Path to = folder.resolve("of/fit");
    Launcher.Result done =
        export("--output", output.toString(), "--run", "fit", "--to", to.toString(), "--json");
    assertEquals(0, done.exitCode(), done.err());
    JsonNode result = new ObjectMapper().readTree(done.out()).get("result");
    assertEquals("fit", result.get("run_id").asText());
    assertEquals(to.toString(), result.get("pipeline").asText());
    try (SparkSession spark = LocalSpark.session()) {
      assertMakesTheSame(to, "fit", spark);
    }
    try (Stream<Path> beside = Files.list(to.getParent())) {
      assertEquals(List.of(to), beside.toList());
    }
  }

  @Test
  void aRunWithoutTrainedWeightsIsExportedWithAWarning() throws IOException {
    run(
        "untrained",
        "--allow-untrained",
        "--thumbnails",
        "0",
        "--scaling",
        "none",
        "--components",
        "2",
        "--engine",
        "tensorflow",
        "--orientation",
        "exif");
    Path to = folder.resolve("pipeline");
    Launcher.Result done =
        export("--run", output.resolve("runs/untrained").toString(), "--to", to.toString());
    assertEquals(0, done.exitCode(), done.err());
    assertEquals(to + "\n", done.out());
    assertTrue(done.err().contains("UNTRAINED"), done.err());
    try (SparkSession spark = LocalSpark.session()) {
      assertMakesTheSame(to, "untrained", spark);
      ImageFeaturizer stage = (ImageFeaturizer) PipelineModel.load(to.toString()).stages()[0];
      assertEquals("exif", stage.getOrientation());
      assertEquals("tensorflow", stage.getEngine());
    }
  }

  @Test
  void aPipelineOfAnOnnxFileHasTheNetworkAndThePreprocessingThatTheRunHad() throws IOException {
    byte[] content = OnnxModel.ofMeans(5, 3, -1, 3, 24, 32);
    Path network = Files.write(folder.resolve("own.onnx"), content);
    Path preprocessing =
        Files.writeString(
            folder.resolve("own.json"),
            """
            {"resize": "shortest-edge", "shortest_edge": 40, "filter": "lanczos",
             "mean": [0.1, 0.2, 0.3], "deviation": [0.5, 0.6, 0.7], "channels": "bgr"}
            """);
    run("onnx", "--network", network.toString(), "--components", "3", "--thumbnails", "0");
    Files.delete(preprocessing);
    Path moved = Files.move(network, folder.resolve("moved.onnx"));
    String run = output.resolve("runs/onnx").toString();
    assertRefused(
        5,
        "There is no network file %s that can be opened. Name another one with --model"
            .formatted(network),
        "--run",
        run);
    Path other = Files.write(folder.resolve("other.onnx"), OnnxModel.ofMeans(5, 4, -1, 3, 24, 32));
    assertRefused(5, "has sha256", "--run", run, "--model", other.toString());
    Path to = folder.resolve("pipeline");
    Launcher.Result done = export("--run", run, "--model", moved.toString(), "--to", to.toString());
    assertEquals(0, done.exitCode(), done.err());
    Files.delete(moved);
    try (SparkSession spark = LocalSpark.session()) {
      assertMakesTheSame(to, "onnx", spark);
    }
  }

  @Test
  void whatCannotBeExportedIsRefusedAndLeavesNothing() throws IOException {
    assertRefused(2, "--output is missing", "--run", "fit");
    assertRefused(2, "--run: '..' is not a run's name", "--run", "..", "--output", "x");
    assertRefused(6, "IF-RUN-10", "--run", "none", "--output", output.toString());
    run("features", "--model", weights.toString(), "--features-only");
    assertRefused(
        6,
        "The run features has features only and no components: name another with --run.",
        "--run",
        output.resolve("runs/features").toString());
    Path other = Files.write(folder.resolve("other.h5"), WeightsFile.random(4).bytes());
    assertRefused(5, "has sha256", "--run", fit(), "--model", other.toString());
    Path moved = Files.move(weights, folder.resolve("moved.h5"));
    try {
      assertRefused(5, "There is no weights file", "--run", fit());
      Launcher.Result found =
          export(
              "--run", fit(), "--model", moved.toString(), "--to", folder.resolve("ok").toString());
      assertEquals(0, found.exitCode(), found.err());
    } finally {
      Files.move(moved, weights);
    }
    Path damaged = folder.resolve("damaged");
    FileUtils.copyDirectory(Path.of(fit()).toFile(), damaged.toFile());
    FileUtils.deleteDirectory(damaged.resolve("model/stages").toFile());
    assertRefused(6, "cannot be used", "--run", damaged.toString());
  }

  @Test
  void whatIsThereAlreadyIsNeverWrittenOver() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "mine");
    Launcher.Result refused = export("--run", fit(), "--to", file.toString());
    assertEquals(6, refused.exitCode(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "There is something at %s already: name a folder that does not exist with --to. [IF-OUT-14]"
                    .formatted(file)),
        refused.err());
    assertEquals("mine", Files.readString(file));
  }

  private void assertRefused(int code, String part, String... args) {
    Path to = folder.resolve("refused");
    List<String> line = new ArrayList<>(List.of(args));
    line.addAll(List.of("--to", to.toString()));
    Launcher.Result refused = export(line.toArray(String[]::new));
    assertEquals(code, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains(part), refused.err());
    assertFalse(Files.exists(to));
  }

  private static void assertMakesTheSame(Path pipeline, String runId, SparkSession spark) {
    Dataset<Row> images =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(shared.resolve("drawn").toString());
    Dataset<Row> made = PipelineModel.load(pipeline.toString()).transform(images);
    Map<String, Row> expected = new TreeMap<>();
    spark
        .read()
        .parquet(output.resolve("runs/" + runId + "/pca").toString())
        .join(
            spark
                .read()
                .parquet(output.resolve("runs/" + runId + "/features").toString())
                .select("path", "features"),
            "path")
        .collectAsList()
        .forEach(row -> expected.put(row.getAs("path"), row));
    List<Row> rows = made.collectAsList();
    assertEquals(IMAGES, rows.size());
    for (Row row : rows) {
      Row written = expected.get(row.<String>getAs("path").replaceFirst("^file:/*", "/"));
      assertArrayEquals(
          doubles(written, "features"), row.<Vector>getAs("features_vector").toArray());
      assertArrayEquals(
          doubles(written, "pca_features"), row.<Vector>getAs("pca_features").toArray(), 1e-9);
    }
  }

  private static double[] doubles(Row row, String column) {
    List<Number> numbers = row.getList(row.fieldIndex(column));
    return numbers.stream().mapToDouble(Number::doubleValue).toArray();
  }

  private static String fit() {
    return output.resolve("runs/fit").toString();
  }

  private static void run(String runId, String... options) {
    List<String> line = new ArrayList<>(List.of("run", "--run-id", runId, "--quiet"));
    line.addAll(List.of("--images", shared.resolve("drawn").toString()));
    line.addAll(List.of("--output", output.toString(), "--neighbours", "0"));
    line.addAll(List.of(options));
    Launcher.Result done = new ProgramHere().run(line.toArray(String[]::new));
    assertEquals(0, done.exitCode(), done.err());
  }

  private static Launcher.Result export(String... args) {
    List<String> line = new ArrayList<>(List.of("export-pipeline"));
    line.addAll(List.of(args));
    return new ProgramHere().run(line.toArray(String[]::new));
  }
}
