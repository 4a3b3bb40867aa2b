package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.RejectedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images to features on a real Spark that tries a failed task again. */
final class FeaturizerTest {
  private static final int IMAGES = 70;
  private static SparkSession spark;
  @TempDir private static Path shared;

  @TempDir private Path folder;
  private LoadedNetwork network = Networks.DEFAULT.untrained(1);

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
    new ImageGenerator().generate(shared.resolve("drawn").toString(), new SetSize(7, 10), 1);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void forget() {
    WatchedFileSystem.reset();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void featuresDependOnTheImageAloneNotOnBatchesAndTasks(Engine engine) {
    network = network.on(engine);
    Map<String, float[]> one = featurize(drawn(), OptionalInt.of(1), 1, "one");
    Map<String, float[]> many = featurize(drawn(), OptionalInt.of(9), 7, "many");
    assertEquals(IMAGES, one.size());
    assertEquals(one.keySet(), many.keySet());
    one.forEach((path, features) -> assertArrayEquals(features, many.get(path), path));
    assertFalse(
        Arrays.equals(one.values().iterator().next(), lastOf(one)), "different images differ");
  }

  @Test
  void partitionsAreFilesAndNoneIsASideFile() {
    featurize(drawn(), OptionalInt.of(5), 4, "five");
    String[] names = new File(folder.resolve("five").toString()).list();
    assertEquals(5, names.length, Arrays.toString(names));
    assertTrue(Arrays.stream(names).allMatch(name -> name.endsWith(".parquet")));
  }

  @Test
  void aTaskThatIsTriedAgainCountsEachImageOnce() throws Exception {
    Path broken = Files.write(shared.resolve("drawn/broken.jpg"), new byte[] {1, 2, 3});
    List<ListedImage> images = watched();
    Files.delete(broken);
    WatchedFileSystem.failOnce("0007.jpg", new IllegalStateException("an injected fault"));
    AtomicLong seen = new AtomicLong();
    FeaturizeProgress progress = new FeaturizeProgress(0, seen::set);
    spark.sparkContext().addSparkListener(progress);
    ShardOutcome shard = shard(images, OptionalInt.of(2), 4, "again");
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(progress);
    assertTrue(WatchedFileSystem.opened().contains("0007.jpg"));
    assertEquals(IMAGES, shard.featurized());
    assertEquals(1, shard.rejected().size());
    assertEquals(IMAGES, seen.get());
    assertEquals(IMAGES, rows("again").size());
  }

  @Test
  void everyImageIsEitherFeaturizedOrRejectedWithItsReason() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("odd"));
    byte[] jpeg = Files.readAllBytes(Path.of(localPath(drawn().get(0))));
    Files.write(odd.resolve("sound.jpg"), jpeg);
    Files.write(odd.resolve("sound-but.png"), jpeg);
    Files.write(odd.resolve("empty.jpg"), new byte[0]);
    Files.write(odd.resolve("text.png"), "no picture".getBytes(StandardCharsets.UTF_8));
    Files.write(odd.resolve("truncated.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    Files.write(odd.resolve("vanished.jpg"), jpeg);
    Files.write(odd.resolve("unreadable.jpg"), jpeg);
    List<ListedImage> images = list("watched:" + odd);
    Files.delete(odd.resolve("vanished.jpg"));
    WatchedFileSystem.fail("unreadable.jpg", new IOException("Input/output error"));
    ShardOutcome shard = shard(images, OptionalInt.empty(), 4, "features");
    Map<String, String> reasons =
        shard.rejected().stream()
            .collect(
                Collectors.toMap(
                    image -> Path.of(image.getPath()).getFileName().toString(),
                    RejectedImage::getReason));
    assertEquals(
        Map.of(
            "empty.jpg", "empty",
            "text.png", "not_an_image",
            "truncated.jpg", "corrupt",
            "vanished.jpg", "vanished",
            "unreadable.jpg", "unreadable"),
        reasons);
    assertEquals(2, shard.featurized());
    assertEquals(Map.of("", 2L), shard.featurizedByLabel());
    assertEquals(2, rows("features").size());
    assertEquals(images.size(), shard.featurized() + shard.rejected().size());
    assertTrue(shard.rejected().stream().noneMatch(image -> image.getMessage().isBlank()));
  }

  @Test
  void aTaskLeavesNoReaderBehind() throws InterruptedException {
    featurize(drawn(), OptionalInt.of(3), 4, "done");
    assertEquals(List.of(), ReadAheadThreads.left());
  }

  private Map<String, float[]> featurize(
      List<ListedImage> images, OptionalInt partitions, int batchSize, String name) {
    shard(images, partitions, batchSize, name);
    return rows(name);
  }

  private ShardOutcome shard(
      List<ListedImage> images, OptionalInt partitions, int batchSize, String name) {
    FeaturizeOptions options =
        new FeaturizeOptions(
            partitions, batchSize, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT);
    try (Featurizer featurizer = new Featurizer(spark, network, options)) {
      return featurizer.featurize(images, folder.resolve(name).toString());
    }
  }

  private Map<String, float[]> rows(String name) {
    Map<String, float[]> rows = new TreeMap<>();
    for (Row row : spark.read().parquet(folder.resolve(name).toString()).collectAsList()) {
      List<Float> values = row.getList(row.fieldIndex("features"));
      float[] features = new float[values.size()];
      for (int i = 0; i < features.length; i++) {
        features[i] = values.get(i);
      }
      rows.put(row.getAs("path"), features);
    }
    return rows;
  }

  private static float[] lastOf(Map<String, float[]> rows) {
    return ((TreeMap<String, float[]>) rows).lastEntry().getValue();
  }

  private static List<ListedImage> drawn() {
    return list(shared.resolve("drawn").toString());
  }

  private static List<ListedImage> watched() {
    return list("watched:" + shared.resolve("drawn"));
  }

  private static List<ListedImage> list(String folder) {
    return new ImageLister(spark.sparkContext().hadoopConfiguration())
        .list(folder, ListingOptions.defaults())
        .images();
  }

  private static String localPath(ListedImage image) {
    return new org.apache.hadoop.fs.Path(image.path()).toUri().getPath();
  }
}
