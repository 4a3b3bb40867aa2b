package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over files whose names are no UTF-8, and over what stands for files elsewhere. */
final class UnreadableNamesRunTest {
  private static final List<String> FRUIT = List.of("苹果", "香蕉", "樱桃", "柠檬", "西瓜", "葡萄");

  @TempDir private Path temp;
  private Path images;
  private List<Path> pictures;

  @BeforeEach
  void draw() throws IOException {
    images = Files.createDirectory(temp.resolve("images"));
    Path drawn = temp.resolve("drawn");
    new ImageGenerator().generate(drawn.toString(), new SetSize(1, FRUIT.size()), 1);
    try (Stream<Path> files = Files.walk(drawn)) {
      pictures = files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void everyNameIsInTheTablesAndEveryImageIsRead() throws IOException {
    TarFile tar = TarFile.in("GBK");
    for (int i = 0; i < FRUIT.size(); i++) {
      byte[] picture = Files.readAllBytes(pictures.get(i));
      tar.with("水果/" + FRUIT.get(i) + ".jpg", picture);
      Files.write(Path.of(URI.create(images.toUri() + percent(FRUIT.get(i)) + ".jpg")), picture);
    }
    tar.writeTo(images.resolve("set.tar"));

    try (SparkSession spark = LocalSpark.session()) {
      CompletedRun run = runs(spark).thumbnails(3).run("a");
      Map<String, Object> features = TestRuns.column(spark, table("features"), "features");
      assertEquals(2 * FRUIT.size(), features.size());
      assertEquals(2 * FRUIT.size(), run.manifest().counts().featurized());
      assertEquals(FRUIT.size(), features.values().stream().distinct().count());
    }
  }

  @Test
  void whatStandsForAnImageThatWasNotFetchedSaysSo() throws IOException {
    Files.copy(pictures.get(0), images.resolve("1.jpg"));
    Files.copy(pictures.get(1), images.resolve("2.jpg"));
    Files.createFile(images.resolve("empty.jpg"));
    Files.createSymbolicLink(images.resolve("annex.jpg"), Path.of("../.git/annex/objects/x.jpg"));
    Files.writeString(
        images.resolve("lfs.jpg"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n");
    Files.writeString(images.resolve("unlocked.jpg"), "/annex/objects/MD5E-s1--00.jpg\n");

    try (SparkSession spark = LocalSpark.session()) {
      CompletedRun run = runs(spark).maxRejected(1).run("a");
      assertEquals(
          Map.of("empty", 1L, "unreadable", 3L), run.manifest().counts().rejectedByReason());
      Map<String, Object> messages = TestRuns.column(spark, table("rejected"), "message");
      assertTrue(
          messages
              .get(images.resolve("annex.jpg").toString())
              .toString()
              .contains("'../.git/annex"),
          messages.toString());
      assertTrue(
          messages.get(images.resolve("lfs.jpg").toString()).toString().contains("git lfs pull"),
          messages.toString());
    }
  }

  private TestRuns runs(SparkSession spark) {
    return new TestRuns(spark, images.toString(), temp.resolve("out")).neighbours(10);
  }

  private Path table(String name) {
    return temp.resolve("out/runs/a").resolve(name);
  }

  private static String percent(String name) throws IOException {
    StringBuilder uri = new StringBuilder();
    for (byte each : name.getBytes("GBK")) {
      uri.append(String.format("%%%02X", each));
    }
    return uri.toString();
  }
}
