package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.s3.LocalS3;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on other builds of Spark, Parquet and Hadoop leave the same tables. */
@Tag("sparks")
final class OtherSparksIT {
  /** Of each release PyPI has the JARs, with Hadoop 3.3.4. */
  private static final Path SPARKS = Path.of(System.getProperty("imagefeatures.sparks", "none"));

  private static final Path SAMPLE = Path.of("../../../shared/data/fruits-360-sample");
  private static final String RELEASE = "3.5.6";
  private static final String WARNING = "What the program uses of Spark's internals does not work";

  @TempDir private static Path folder;
  private static FinishedOutput expected;

  @TempDir private Path scratch;

  @BeforeAll
  static void makeARunOnTheSparkOfTheBuild(@TempDir Path log) throws Exception {
    Path images = folder.resolve("images");
    new ImageGenerator().generate(images.toString(), new SetSize(3, 4), 1);
    Files.writeString(images.resolve("broken.jpg"), "no image");
    // In a tar, which is read otherwise than files are.
    boolean isThere = Files.isDirectory(SAMPLE);
    String tar =
        "cd '%s' && tar cf '%s' %s"
            .formatted(
                isThere ? SAMPLE.toRealPath() : images,
                images.resolve("sample.tar"),
                isThere ? "Apple*" : "--exclude=*.tar .");
    assertEquals(0, new ProcessBuilder("sh", "-c", tar).inheritIO().start().waitFor());
    Launcher.Result result = new Launcher(log).run(run("expected"));
    assertWorks(result);
    expected = output("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.0", "3.5.1", "3.5.3", "3.5.6", "3.5.7"})
  void anotherReleaseLeavesTheSameTables(String release) {
    assertWorks(on(spark(release)).run(run(release)));
    assertSame(release);
  }

  @Test
  void thePublicWayLeavesTheSameTables() {
    assertWorks(new Launcher(scratch).run(run("public", "--spark-internals", "off")));
    assertSame("public");
    assertWorks(
        new Launcher(scratch)
            .run(
                "validate",
                "--spark-internals",
                "off",
                "--output",
                folder.resolve("out").toString(),
                "--run-id",
                "public"));
  }

  @Test
  void theOldestReleaseLeavesTheSameTablesInThePublicWay() {
    assertWorks(on(spark("3.5.0")).run(run("oldest-public", "--spark-internals", "off")));
    assertSame("oldest-public");
  }

  @Test
  void withoutTheInternalsARunIsMadeInThePublicWayAndWarnsOnceOfEach() throws IOException {
    // Beside the JAR and not in the temporary folder, in which JUnit warns of every link.
    Path changed = Launcher.jar().resolveSibling("changed-spark");
    FileUtils.deleteDirectory(changed.toFile());
    ChangedSpark.layOut(Launcher.jar().resolveSibling("spark-home"), changed);
    try (LocalS3 server = new LocalS3(Files.createDirectory(scratch.resolve("s3")))) {
      Map<String, String> settings = LocalS3.hadoopSettings(server.endpoint());
      StringBuilder options = new StringBuilder();
      settings.forEach((name, value) -> options.append(" -Dspark.hadoop." + name + "=" + value));
      Launcher there = on(changed).with(Launcher.JAVA_OPTIONS, options.toString().strip());
      String output = "s3a://" + LocalS3.BUCKET + "/out";
      Launcher.Result result = there.run(run("changed", "--output", output));
      assertEquals(0, result.exitCode(), result.err());
      assertEquals(1, lines(result, WARNING), result.err());
      assertEquals(1, lines(result, "A browser will save the page"), result.err());
      Configuration hadoop = new Configuration();
      settings.forEach(hadoop::set);
      FinishedOutput found = new FinishedOutput(output + "/runs/changed", hadoop);
      assertSame(found);
      assertTrue(found.exists("report.html") && found.exists("plots/components.png"));

      Launcher.Result runs = there.run("runs", "--output", output);
      assertEquals(0, runs.exitCode(), runs.err());
      assertTrue(runs.out().contains("changed"), runs.out());
    }
  }

  @Test
  void executorsWithoutTheInternalsTurnTheDriverToThePublicWay() throws IOException {
    Path parquet = scratch.resolve("parquet.jar");
    ChangedSpark.withoutPages(ChangedSpark.parquetOf(spark(RELEASE)), parquet);
    Launcher.Result result =
        on(spark(RELEASE))
            .with(Launcher.JAVA_OPTIONS, "-Dspark.executor.extraClassPath=" + parquet)
            .on("local-cluster[1,2,1024]")
            .run(run("executors"));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, lines(result, WARNING), result.err());
    assertSame("executors");
  }

  /** As an executor does that was not there when the driver asked. */
  @Test
  void aTaskWithoutThePageWriterWritesItsFileInThePublicWay() throws IOException {
    Path parquet = scratch.resolve("parquet.jar");
    ChangedSpark.withoutPages(ChangedSpark.parquetOf(spark(RELEASE)), parquet);
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(System.getProperty("spark.opens").trim().split("\\s+")));
    line.add("-cp");
    line.add(parquet + ":" + System.getProperty("java.class.path"));
    line.add(TaskOfAnotherBuild.class.getName());
    line.add(folder.resolve("task").toString());
    Launcher launcher = new Launcher(scratch);
    Launcher.Result result = launcher.finish(launcher.start(line));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(TaskOfAnotherBuild.ROWS_READ, result.out().trim());
  }

  private static String[] run(String runId, String... more) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("run", "--allow-untrained", "--run-id", runId, "--components", "5"));
    line.addAll(List.of("--images", folder.resolve("images").toString()));
    line.addAll(List.of(more));
    if (!line.contains("--output")) {
      line.addAll(List.of("--output", folder.resolve("out").toString()));
    }
    return line.toArray(String[]::new);
  }

  private Launcher on(Path spark) {
    return new Launcher(scratch).with("SPARK_HOME", spark.toString());
  }

  private static Path spark(String release) {
    Path spark = SPARKS.resolve(release);
    assertTrue(Files.isDirectory(spark), "'make test-sparks' fetches " + spark);
    return spark;
  }

  private static FinishedOutput output(String runId) {
    return new FinishedOutput(folder.resolve("out/runs").resolve(runId));
  }

  private static void assertWorks(Launcher.Result result) {
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(0, lines(result, WARNING), result.err());
  }

  private static long lines(Launcher.Result result, String text) {
    return result.err().lines().filter(line -> line.contains(text)).count();
  }

  private static void assertSame(String runId) {
    assertSame(output(runId));
  }

  private static void assertSame(FinishedOutput found) {
    found.assertSameAs(expected);
    assertEquals(expected.rejected(), found.rejected());
    assertEquals(expected.formats(), found.formats());
    assertEquals(expected.variance(), found.variance());
  }
}
