package io.github.imagefeatures.job.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.TooManyRejectedException;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.job.artifact.RejectedTable;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every listed image is featurized or rejected, through whole runs. */
final class AccountedImagesTest {
  private static SparkSession spark;
  @TempDir private static Path drawn;

  @TempDir private Path folder;
  private Path images;
  private byte[] jpeg;

  @BeforeAll
  static void draw() {
    spark = LocalSpark.session();
    new ImageGenerator().generate(drawn.resolve("set").toString(), new SetSize(1, 3), 1);
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    images = Files.createDirectories(folder.resolve("images/class"));
    jpeg = Files.readAllBytes(pictures().get(0));
    for (int i = 0; i < 3; i++) {
      Files.copy(pictures().get(i), images.resolve("sound" + i + ".jpg"));
    }
  }

  @Test
  void eachReasonIsCountedAndItsImageNamed() throws IOException {
    put("empty.jpg", new byte[0]);
    put("text.gif", "GIF is a format".getBytes());
    put("early.jpg", Arrays.copyOf(jpeg, jpeg.length - 2));
    put("checksum.png", damaged(picture("png"), 60));
    byte[] noEnd = picture("png");
    put("no-end.png", Arrays.copyOf(noEnd, noEnd.length - 12));
    put("bomb.png", bomb());
    put("heic.jpg", "\0\0\0\30ftypheic\0\0\0\0".getBytes());
    put("large.bmp", Arrays.copyOf(picture("bmp"), 200_000));

    Manifest manifest = run("all", new ImageLimits(100_000, ImageLimits.DEFAULT_MAX_PIXELS), 0.9);

    Map<String, String> reasons = new TreeMap<>();
    TestRuns.column(spark, at("all/rejected"), "reason")
        .forEach((path, reason) -> reasons.put(name(path), reason.toString()));
    assertEquals(
        new TreeMap<>(
            Map.of(
                "empty.jpg", "empty",
                "text.gif", "not_an_image",
                "early.jpg", "corrupt",
                "checksum.png", "corrupt",
                "no-end.png", "corrupt",
                "bomb.png", "too_large",
                "heic.jpg", "unsupported",
                "large.bmp", "too_large")),
        reasons);
    assertEquals(
        Map.of("empty", 1L, "not_an_image", 1L, "corrupt", 3L, "too_large", 2L, "unsupported", 1L),
        manifest.counts().rejectedByReason());
    assertEquals(11, manifest.counts().listed());
    assertEquals(3, manifest.counts().featurized());
    assertEquals(8, manifest.counts().rejected());
    validate("all");
  }

  @Test
  void contentDecidesAndNotTheName() throws IOException {
    put("jpeg-called.png", jpeg);
    put("png-called.jpg", picture("png"));
    put("gif-called.webp", picture("gif"));
    put("bmp-called.tif", picture("bmp"));
    put("tiff-called.gif", picture("tiff"));

    assertEquals(8, run("names", ImageLimits.DEFAULT, 0).counts().featurized());
    Map<String, Object> features = TestRuns.column(spark, at("names/features"), "features");
    assertEquals(
        feature(features, "png-called.jpg"),
        feature(features, "bmp-called.tif"),
        "the same pixels");
  }

  @Test
  void oneMoreRejectedThanAllowedFailsTheRunAndAsManyAsAllowedDoNot() throws IOException {
    put("empty.jpg", new byte[0]);
    assertEquals(1, run("allowed", ImageLimits.DEFAULT, 0.25).counts().rejected());
    TooManyRejectedException failure =
        assertThrows(
            TooManyRejectedException.class, () -> runs(ImageLimits.DEFAULT, 0.24).run("more"));
    assertEquals(4, FailureClassifier.classify(failure).exitCode().number());
    assertEquals(1, TestRuns.column(spark, at("more/rejected"), "reason").size());
  }

  @Test
  void validateMissesAnImageThatIsInNeitherTable() throws IOException {
    put("empty.jpg", new byte[0]);
    run("missing", ImageLimits.DEFAULT, 0.5);
    try (Stream<Path> files = Files.list(at("missing/rejected"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("missing/manifest.json").toFile());
    ((ObjectNode) manifest.get("counts")).put("rejected", 0).put("listed", 3);
    Json.MAPPER.writeValue(at("missing/manifest.json").toFile(), manifest);
    RejectedTable.add(spark, List.of(), at("missing/rejected").toString());

    OutputException failure = assertThrows(OutputException.class, () -> validate("missing"));
    assertTrue(failure.getMessage().contains("digest of the listed paths"), failure.getMessage());
  }

  private void validate(String runId) {
    new FinishedRuns(folder.resolve("out").toString(), spark).validate(Optional.of(runId));
  }

  private Manifest run(String runId, ImageLimits limits, double maxRejected) {
    return runs(limits, maxRejected).run(runId).manifest();
  }

  private TestRuns runs(ImageLimits limits, double maxRejected) {
    return new TestRuns(spark, folder.resolve("images").toString(), folder.resolve("out"))
        .limits(limits)
        .maxRejected(maxRejected);
  }

  private Path at(String name) {
    return folder.resolve("out/runs").resolve(name);
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(images.resolve(name), content);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Object feature(Map<String, Object> features, String name) {
    return features.entrySet().stream()
        .filter(row -> row.getKey().endsWith("/" + name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** A picture of 40 x 30 pixels in any format. */
  private static byte[] picture(String format) throws IOException {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    for (int x = 0; x < 40; x++) {
      picture.setRGB(x, x / 2, 0xF0C020 + x);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(picture, format, file);
    return file.toByteArray();
  }

  private static byte[] damaged(byte[] file, int at) {
    file[at] ^= 1;
    return file;
  }

  /** A PNG whose header announces 60,000 x 60,000 pixels. */
  private static byte[] bomb() throws IOException {
    byte[] file = picture("png");
    ByteBuffer content = ByteBuffer.wrap(file).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(file, 12, 17);
    content.putInt(29, (int) checksum.getValue());
    return file;
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
