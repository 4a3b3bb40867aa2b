package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs that keep thumbnails for their page. */
final class PageThumbnailsTest {
  private static final int CLASSES = 3;
  private static final int PER_CLASS = 4;

  private static SparkSession spark;

  @TempDir private Path folder;
  private Path images;
  private Path output;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @BeforeEach
  void draw() {
    images = folder.resolve("images");
    output = folder.resolve("out");
    new ImageGenerator().generate(images.toString(), new SetSize(CLASSES, PER_CLASS), 1);
  }

  @Test
  void asManyAsAreAskedForAreKeptAndShownAndEveryClassHasOne() throws IOException {
    runs(images).thumbnails(5).run("five");

    Map<String, Object> kept = kept("five");
    assertEquals(5, kept.size());
    assertEquals(
        CLASSES, kept.keySet().stream().map(p -> Path.of(p).getParent()).distinct().count());
    for (Object picture : kept.values()) {
      assertTrue(((byte[]) picture).length <= ThumbnailEncoder.MAX_BYTES);
    }
    JsonNode page = data("five");
    assertEquals(5, page.get("thumbnails").size());
    page.get("thumbnails")
        .fields()
        .forEachRemaining(
            shown ->
                assertArrayEquals(
                    (byte[]) kept.get(path(page, shown.getKey())), bytes(shown.getValue())));
  }

  @Test
  void thePictureIsThatOfItsImage() throws IOException {
    runs(images).thumbnails(100).run("all");

    Map<String, Object> kept = kept("all");
    assertEquals(CLASSES * PER_CLASS, kept.size());
    for (Map.Entry<String, Object> entry : kept.entrySet()) {
      var image = ImageIO.read(Path.of(entry.getKey()).toFile());
      var small = ImageIO.read(new ByteArrayInputStream((byte[]) entry.getValue()));
      double[] expected = meanColour(image);
      double[] shown = meanColour(small);
      for (int channel = 0; channel < 3; channel++) {
        assertEquals(expected[channel], shown[channel], 4, entry.getKey());
      }
    }
  }

  @Test
  void aRunThatNothingIsSaidToHasOneOfEachImage() throws IOException {
    runs(images).thumbnails(RunOptions.DEFAULT_THUMBNAILS).run("default");

    assertEquals(CLASSES * PER_CLASS, data("default").get("thumbnails").size());
    assertEquals(RunOptions.DEFAULT_THUMBNAILS, RunOptions.builder("a", "b").build().thumbnails());
  }

  @Test
  void withNoneAskedForThereAreNone() throws IOException {
    CompletedRun run = runs(images).thumbnails(0).run("none");

    assertFalse(Files.exists(output.resolve("runs/none/thumbnails")));
    assertEquals(0, data("none").get("thumbnails").size());
    assertEquals(0, run.manifest().options().thumbnails());
  }

  @Test
  void imagesInTarsHaveThemToo() throws IOException {
    TarFile tar = new TarFile();
    for (Path image : files(images)) {
      tar.with(images.relativize(image).toString(), Files.readAllBytes(image));
    }
    Path packed = folder.resolve("packed/all.tar");
    tar.writeTo(packed);

    runs(packed).thumbnails(100).run("tar");

    assertEquals(CLASSES * PER_CLASS, kept("tar").size());
    assertTrue(kept("tar").keySet().stream().allMatch(path -> path.contains("all.tar/")));
  }

  @Test
  void anImageThatVanishedAfterItWasFeaturizedHasNoneAndTheRunSaysSo() throws IOException {
    List<String> warnings = new ArrayList<>();
    Path gone = files(images).get(0);
    Path broken = files(images).get(1);

    runs(images)
        .thumbnails(100)
        .run(
            "gone",
            new RunListener() {
              @Override
              public void stageStarted(Stage stage) {
                if (stage == Stage.REPORTING) {
                  remove(gone);
                  overwrite(broken);
                }
              }

              @Override
              public void warn(String sentence) {
                warnings.add(sentence);
              }
            });

    assertEquals(CLASSES * PER_CLASS - 2, kept("gone").size());
    assertEquals(CLASSES * PER_CLASS, data("gone").get("file").size());
    assertTrue(
        warnings.stream().anyMatch(said -> said.startsWith("2 of 12 thumbnails are missing")),
        warnings.toString());
    new FinishedRuns(output.toString(), spark).validate(Optional.empty());
  }

  @Test
  void thePageIsDrawnAgainWithThemWhenTheImagesAreGone() throws IOException {
    runs(images).thumbnails(7).run("again");
    JsonNode before = data("again").get("thumbnails");
    for (Path image : files(images)) {
      Files.delete(image);
    }

    new FinishedRuns(output.toString(), spark).drawReport(Optional.empty(), warning -> {});

    assertEquals(before, data("again").get("thumbnails"));
  }

  @Test
  void aFinishedRunGetsThemLaterAndKeepsThem() throws IOException {
    runs(images).run("later");
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);

    finished.drawReport(Optional.empty(), OptionalInt.of(5), warning -> {});
    assertEquals(5, data("later").get("thumbnails").size());
    finished.validate(Optional.empty());

    finished.drawReport(Optional.empty(), OptionalInt.of(0), warning -> {});
    assertEquals(0, data("later").get("thumbnails").size());
    finished.drawReport(Optional.empty(), warning -> {});
    assertEquals(5, data("later").get("thumbnails").size());

    finished.drawReport(Optional.empty(), OptionalInt.of(100), warning -> {});
    assertEquals(CLASSES * PER_CLASS, data("later").get("thumbnails").size());
    assertEquals(CLASSES * PER_CLASS, kept("later").size());
  }

  @Test
  void aFinishedRunWhoseImagesAreGoneKeepsItsPage() throws IOException {
    runs(images).thumbnails(5).run("gone");
    FileUtils.deleteDirectory(images.toFile());
    FinishedRuns finished = new FinishedRuns(output.toString(), spark);

    assertThrows(
        InputException.class,
        () -> finished.drawReport(Optional.empty(), OptionalInt.of(12), warning -> {}));

    assertEquals(5, data("gone").get("thumbnails").size());
    assertEquals(5, kept("gone").size());
  }

  @Test
  void aRunOfFeaturesOnlyHasNoPointsToPicture() {
    new TestRuns(spark, images.toString(), output).featuresOnly().run("features");
    List<String> warnings = new ArrayList<>();

    new FinishedRuns(output.toString(), spark)
        .drawReport(Optional.empty(), OptionalInt.of(12), warnings::add);

    assertEquals(
        List.of("The page has no pictures: a run of features only has no points to picture."),
        warnings);
  }

  private TestRuns runs(Path from) {
    return new TestRuns(spark, from.toString(), output).components(2);
  }

  private Map<String, Object> kept(String run) {
    return TestRuns.column(spark, output.resolve("runs/" + run + "/thumbnails"), "picture");
  }

  private JsonNode data(String run) throws IOException {
    String html = Files.readString(output.resolve("runs/" + run + "/report.html"));
    String opening = "<script type=\"application/json\" id=\"data\">";
    int start = html.indexOf(opening) + opening.length();
    return new ObjectMapper().readTree(html.substring(start, html.indexOf("</script>", start)));
  }

  private static String path(JsonNode data, String index) {
    int i = Integer.parseInt(index);
    return data.at("/folders/" + data.at("/folder/" + i).asInt()).asText()
        + data.at("/file/" + i).asText();
  }

  private static byte[] bytes(JsonNode dataUri) {
    return Base64.getDecoder()
        .decode(dataUri.asText().replaceFirst("^data:image/webp;base64,", ""));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static double[] meanColour(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return IntStream.of(16, 8, 0)
        .mapToDouble(shift -> IntStream.of(pixels).map(p -> p >> shift & 255).average().orElse(-1))
        .toArray();
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file) {
    try {
      Files.writeString(file, "no image");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
