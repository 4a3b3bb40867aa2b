package io.github.imagefeatures.job.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished run, damaged in one place after the other. */
final class ValidationTest {
  private static SparkSession spark;
  @TempDir private static Path shared;

  @TempDir private Path output;
  private Path run;

  @BeforeAll
  static void makeARun() {
    spark = LocalSpark.session();
    String images = shared.resolve("images").toString();
    new ImageGenerator().generate(images, new SetSize(2, 3), 1);
    new TestRuns(spark, images, shared.resolve("out")).neighbours(10).run("a");
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void copyIt() throws IOException {
    FileUtils.copyDirectory(shared.resolve("out").toFile(), output.toFile());
    run = output.resolve("runs/a");
  }

  @Test
  void aSoundRunIsWhatItsManifestClaims() {
    assertEquals(6, validate().manifest().counts().featurized());
  }

  @Test
  void aRunLeavesItsArtifactsAndItsManifestAndNothingElse() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of(RunFolder.MANIFEST, Page.PLOTS));
    wanted().forEach(artifact -> expected.add(artifact.name()));

    try (Stream<Path> files = Files.list(run)) {
      assertEquals(
          expected, files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void anArtifactThatIsGoneIsFound() throws IOException {
    Path away = output.resolve("away");
    List<Path> single = new ArrayList<>();
    for (Artifact artifact : wanted()) {
      Path there = run.resolve(artifact.name());
      if (Files.isRegularFile(there)) {
        single.add(there);
      } else {
        Files.move(there, away);
        assertFaults(artifact.name());
        Files.move(away, there);
      }
    }
    for (Path file : single) {
      Files.delete(file);
    }
    // Each is named in a sentence of its own, whatever else is gone.
    assertFaults(single.stream().map(file -> file.getFileName().toString()).toArray(String[]::new));
  }

  @Test
  void missingFilesAreFound() throws IOException {
    for (Path file : files("features")) {
      Files.delete(file);
    }
    Files.delete(run.resolve("report.html"));
    Files.delete(run.resolve("pca.tsv"));
    assertFaults(
        "The manifest claims rows of features: 6; found: 0.",
        "There is no report.html.",
        "There is no pca.tsv.");
  }

  @Test
  void aRowTooManyOfTheRejectedImagesIsFound() throws IOException {
    Files.writeString(
        run.resolve("rejected.tsv"), "x.jpg\t\tempty\tno bytes\n", StandardOpenOption.APPEND);
    assertFaults("The manifest claims rows of rejected.tsv: 0; found: 1.");
  }

  @Test
  void missingFoldersAreFound() throws IOException {
    FileUtils.deleteDirectory(run.resolve("rejected").toFile());
    FileUtils.deleteDirectory(run.resolve("pca").toFile());
    FileUtils.deleteDirectory(run.resolve("model/stages/1_pca/data").toFile());
    assertFaults(
        "The tables features/ and rejected/ cannot be read",
        "The table pca/ cannot be read",
        "The model cannot be read");
  }

  @Test
  void aFileCutShortIsFound() throws IOException {
    Path file = files("pca").get(0);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
    assertFaults("The table pca/ cannot be read");
  }

  @Test
  void errorsThatAreNotThoseOfTheFeaturesAreFound() throws IOException {
    rewrite("pca", "reconstruction_error", functions.expr("reconstruction_error + 1e-3D"));
    Path kept = run.resolve("model/fitted-images.json");
    ObjectNode images = (ObjectNode) Json.MAPPER.readTree(kept.toFile());
    ((com.fasterxml.jackson.databind.node.ArrayNode) images.get("errors")).remove(0);
    Json.MAPPER.writeValue(kept.toFile(), images.put("images", 5));
    assertFaults(
        "Of some errors in pca/ that were computed again 6 are others.",
        "The manifest claims images of which the model keeps the errors: 6; found: 5.");
  }

  @Test
  void aCountThatIsNotTrueIsFound() throws IOException {
    Path file = run.resolve("manifest.json");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(file.toFile());
    ((ObjectNode) manifest.get("counts")).put("featurized", 7).put("listed", 7);
    Json.MAPPER.writeValue(file.toFile(), manifest);
    assertFaults(
        "The manifest claims rows of features: 7; found: 6.",
        "The manifest claims listed images: 7; found: 6.");
  }

  @Test
  void aRunOfAVersionThatRecordedNoNetworkWasMadeByTheDefaultOne() throws IOException {
    Path file = run.resolve("manifest.json");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(file.toFile());
    assertEquals(Networks.DEFAULT.name(), manifest.remove("network").asText());
    Json.MAPPER.writeValue(file.toFile(), manifest);
    assertEquals(Networks.DEFAULT.name(), validate().manifest().network());
  }

  @Test
  void anImageInPlaceOfAnotherIsFound() throws IOException {
    rewrite("features", "path", functions.concat(functions.col("path"), functions.lit("x")));
    assertFaults(
        "The manifest claims digest of the listed paths",
        "The tables features/ and pca/ do not hold the same images.");
  }

  @Test
  void anImageThatOccursTwiceIsFound() throws IOException {
    Path file = files("features").get(0);
    Files.copy(file, file.resolveSibling("part-again.snappy.parquet"));
    assertFaults("occurs twice.");
  }

  @Test
  void vectorsOfNoNumbersOrAnotherLengthAreFound() throws IOException {
    int k = validate().manifest().reduction().components();
    // Some of the rows have the one fault, the others the other.
    String damage =
        "if(path like '%%/0000.jpg', slice(%1$s, 1, 1), transform(%1$s, x -> cast('NaN' as %2$s)))";
    rewrite("features", "features", functions.expr(damage.formatted("features", "float")));
    rewrite("pca", "pca_features", functions.expr(damage.formatted("pca_features", "double")));
    assertFaults(
        "feature vectors that are not finite or of another length: 0; found: 6.",
        "projections that are not finite or not of length " + k + ": 0; found: 6.");
  }

  @Test
  void aVarianceTableCutShortIsFound() throws IOException {
    Path file = run.resolve("variance.csv");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 3));
    assertFaults("The manifest claims rows of variance.csv: 1280; found: 2.");
    Files.write(file, lines.subList(1, 5));
    assertFaults("variance.csv line 1");
  }

  @Test
  void aRunThatIsNotThereSaysWhatToDo() throws IOException {
    FinishedRuns runs = new FinishedRuns(output.toString(), spark);
    OutputException missing =
        assertThrows(OutputException.class, () -> runs.validate(Optional.of("b")));
    assertTrue(missing.getMessage().contains("There is no complete run in "), missing.getMessage());
    Files.delete(output.resolve("latest.json"));
    OutputException none =
        assertThrows(OutputException.class, () -> runs.validate(Optional.empty()));
    assertTrue(none.getMessage().startsWith("There is no complete run under"), none.getMessage());
  }

  @Test
  void aManifestThatIsNoJsonIsTheOutputsFault() throws IOException {
    Files.writeString(run.resolve("manifest.json"), "{\"format\": 1, ");
    assertFaults("manifest.json");
  }

  private List<Artifact> wanted() {
    RecordedOptions options =
        CompletedRun.open(run.toString(), new Configuration()).manifest().options();
    return Artifacts.ALL.stream().filter(artifact -> artifact.isWanted(options)).toList();
  }

  private CompletedRun validate() {
    return new FinishedRuns(output.toString(), spark).validate(Optional.empty());
  }

  private void assertFaults(String... sentences) {
    String message = assertThrows(OutputException.class, this::validate).getMessage();
    for (String sentence : sentences) {
      assertTrue(message.contains(sentence), message);
    }
    assertEquals(1, message.lines().count(), message);
  }

  private void rewrite(String table, String column, org.apache.spark.sql.Column value)
      throws IOException {
    Dataset<Row> rows = spark.read().parquet(run.resolve(table).toString());
    Path other = output.resolve(table + "-rewritten");
    rows.withColumn(column, value).write().parquet(other.toString());
    FileUtils.deleteDirectory(run.resolve(table).toFile());
    Files.move(other, run.resolve(table), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve(table))) {
      return files.sorted().toList();
    }
  }
}
