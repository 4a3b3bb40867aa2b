package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features are committed by time long before there are as many as {@code --shard-size} says. */
final class TimedShardsTest {
  /** What the smallest shard of two cores takes. */
  private static final int SMALLEST = 32;

  private static final int IMAGES = 72;
  private static final String LAST = "last.jpg";

  private static SparkSession spark;
  @TempDir private static Path folder;

  @BeforeAll
  static void drawImages() throws IOException {
    spark = LocalSpark.session();
    WatchedFileSystem.reset();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(2, 36), 1);
    try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
      Path last = files.filter(Files::isRegularFile).max(Path::compareTo).orElseThrow();
      Files.move(last, last.resolveSibling(LAST));
    }
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void whatWasCommittedByTimeIsKeptAndTheRestIsCutAnew() throws IOException {
    runs().run("undisturbed");

    WatchedFileSystem.fail(LAST, new IllegalStateException("an injected fault"));
    assertThrows(Exception.class, () -> runs().smallestShards().run("resumed"));
    assertEquals(SMALLEST, images("resumed", 0));
    assertEquals(SMALLEST, images("resumed", 1), "time alone ends a shard");
    assertFalse(Files.exists(record("resumed", 2)));

    WatchedFileSystem.reset();
    Manifest manifest = runs().run("resumed").manifest();
    assertEquals(
        IMAGES - 2 * SMALLEST, WatchedFileSystem.opens(), "nothing committed is read again");
    assertEquals(
        IMAGES - 2 * SMALLEST,
        manifest.imagesMeasured(),
        1,
        "images/s are of the images and the seconds of this process");
    assertEquals(features("undisturbed"), features("resumed"));
    new FinishedRuns(folder.resolve("out").toString(), spark).validate(Optional.of("resumed"));
  }

  @Test
  void aRecordAfterALostShardCountsForNothing() throws IOException {
    WatchedFileSystem.reset();
    WatchedFileSystem.fail(LAST, new IllegalStateException("an injected fault"));
    assertThrows(Exception.class, () -> runs().smallestShards().run("lost"));
    JsonNode first = Json.MAPPER.readTree(record("lost", 0).toFile());
    Files.delete(run("lost").resolve("_working").resolve(first.at("/files/0").asText()));
    assertThrows(Exception.class, () -> runs().run("lost"));
    assertFalse(Files.exists(record("lost", 0)), "all images are one shard now, which failed");
    assertFalse(Files.exists(record("lost", 1)), "it told of images that are computed again");

    WatchedFileSystem.reset();
    assertEquals(IMAGES, runs().run("lost").manifest().counts().featurized());
    assertTrue(Files.notExists(run("lost").resolve("_working")));
  }

  private static TestRuns runs() {
    return new TestRuns(
        spark, "watched:" + folder.resolve("images"), folder.resolve("out").toString());
  }

  private static int images(String runId, int shard) throws IOException {
    int images = 0;
    for (JsonNode count :
        Json.MAPPER.readTree(record(runId, shard).toFile()).get("featurized_by_label")) {
      images += count.asInt();
    }
    return images;
  }

  private static Path record(String runId, int shard) {
    return run(runId).resolve("_working/shards/0000" + shard + ".json");
  }

  private static Path run(String runId) {
    return folder.resolve("out/runs").resolve(runId);
  }

  private static Map<String, String> features(String runId) {
    return TestRuns.column(spark, run(runId).resolve("features"), "features").entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue().toString()));
  }
}
