package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take over the features of the run before. */
final class IncrementalRunTest {
  private static final int IMAGES = 8;
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.345Z");

  private static SparkSession spark;
  @TempDir private static Path drawn;
  @TempDir private static Path made;

  @TempDir private Path folder;
  private Path images;
  private Path output;
  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  static void makeTheEarlierRun() throws IOException {
    spark = LocalSpark.session();
    WatchedFileSystem.reset();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
    new ImageGenerator().generate(drawn.resolve("set").toString(), new SetSize(3, 4), 1);
    // Always at the same place, since features are taken over by path.
    for (int i = 0; i < IMAGES; i++) {
      put(made.resolve("images"), i % 2 + "/" + i + ".jpg", picture(i));
    }
    new TestRuns(spark, "watched:" + made.resolve("images"), made.resolve("out")).run("a");
    FileUtils.copyDirectory(made.resolve("images").toFile(), made.resolve("kept").toFile());
  }

  @AfterAll
  static void closeSpark() {
    WatchedFileSystem.reset();
    spark.close();
  }

  @BeforeEach
  void lookAtTheEarlierRun() throws IOException {
    WatchedFileSystem.reset();
    images = made.resolve("images");
    FileUtils.deleteDirectory(images.toFile());
    FileUtils.copyDirectory(made.resolve("kept").toFile(), images.toFile());
    output = folder.resolve("out");
    FileUtils.copyDirectory(made.resolve("out").toFile(), output.toFile());
  }

  @Test
  void onlyNewImagesAreReadAndTheFeaturesOfTheOthersAreTheSameBits() throws IOException {
    put("0/new.jpg", picture(8));
    put("new/newer.jpg", picture(9));

    Manifest manifest = incremental("b");

    assertEquals(Set.of("new.jpg", "newer.jpg"), WatchedFileSystem.opened());
    assertCounts(manifest, IMAGES + 2, IMAGES);
    assertEquals("a", manifest.counts().reusedFrom());
    Map<String, Object> earlier = features("a");
    Map<String, Object> now = features("b");
    assertEquals(IMAGES + 2, now.size());
    earlier.forEach((path, vector) -> assertEquals(vector, now.get(path), path));
    assertEquals(List.of(), warnings);
    validate("b");
  }

  @Test
  void theComponentsAreThoseOfARunThatComputesAllImages() throws IOException {
    put("0/new.jpg", picture(8));
    incremental("b");
    runs().run("c");

    Map<String, Object> expected = TestRuns.column(spark, at("c/pca"), "pca_features");
    Map<String, Object> found = TestRuns.column(spark, at("b/pca"), "pca_features");
    assertEquals(expected.keySet(), found.keySet());
    assertEquals(
        Files.readAllLines(at("c/variance.csv")).size(),
        Files.readAllLines(at("b/variance.csv")).size());
    expected.forEach((path, vector) -> assertClose(vector, found.get(path)));
    assertEquals(features("c"), features("b"));
  }

  @Test
  void deletedImagesDisappear() throws IOException {
    Files.delete(images.resolve("0/2.jpg"));
    Files.delete(images.resolve("1/3.jpg"));

    assertCounts(incremental("b"), IMAGES - 2, IMAGES - 2);
    assertFalse(features("b").keySet().stream().anyMatch(path -> path.endsWith("/0/2.jpg")));
    validate("b");
  }

  @Test
  void anImageOfAnotherLengthOrTimeIsComputedAgain() throws IOException {
    Files.copy(picture(9), images.resolve("0/2.jpg"), StandardCopyOption.REPLACE_EXISTING);
    date(images.resolve("0/2.jpg"), LONG_AGO);
    date(images.resolve("1/3.jpg"), LONG_AGO.plusMillis(1));

    assertCounts(incremental("b"), IMAGES, IMAGES - 2);
    assertEquals(Set.of("2.jpg", "3.jpg"), WatchedFileSystem.opened());
    assertFalse(features("a").equals(features("b")), "the new content counts");
    validate("b");
  }

  @Test
  void anImageThatWasWrittenJustBeforeItWasReadIsComputedAgain() throws IOException {
    // A clock of whole seconds does not tell whether it was written once more after that. A minute
    // ahead, so that this does not depend on how long a run takes.
    put("0/new.jpg", picture(8));
    date(images.resolve("0/new.jpg"), Instant.now().plusSeconds(60));
    incremental("b");
    WatchedFileSystem.reset();

    assertCounts(incremental("c"), IMAGES + 1, IMAGES);
    assertEquals(Set.of("new.jpg"), WatchedFileSystem.opened());
  }

  @Test
  void whatIsTakenOverIsTakenOverFromTheNextRunToo() throws IOException {
    incremental("b");
    WatchedFileSystem.reset();

    Manifest manifest = incremental("c");

    assertCounts(manifest, IMAGES, IMAGES);
    assertEquals("b", manifest.counts().reusedFrom());
    assertEquals(0, WatchedFileSystem.opens());
    assertEquals(Set.of("a"), Set.copyOf(provenance("c", "run_id").values()));
    assertEquals(features("a"), features("c"));
    validate("c");
  }

  @Test
  void withoutTheOptionNothingIsTakenOver() {
    assertCounts(runs().run("b").manifest(), IMAGES, 0);
    assertEquals(IMAGES, WatchedFileSystem.opens());
  }

  @Test
  void changedWeightsOrAnotherBuildReuseNothing() throws IOException {
    edit("\"sha256\" : \"\"", "\"sha256\" : \"f8af\"");
    edit("\"image-features\" : \"", "\"image-features\" : \"9.");

    assertCounts(incremental("b"), IMAGES, 0);
    assertWarned("The run a was made with other weights and another build of the program or");
  }

  @Test
  void aLowerLimitOfPixelsReusesNothingAndAHigherOneEverything() throws IOException {
    assertCounts(run("b", runs().incremental().limits(limits(1 << 20, 1 << 20))), IMAGES, 0);
    assertWarned("The run a was made with a higher --max-pixels.");
    warnings.clear();

    assertCounts(run("c", runs().incremental()), IMAGES, IMAGES);
    assertEquals(List.of(), warnings);
  }

  @Test
  void anotherResamplingReusesNothing() throws IOException {
    assertCounts(run("b", runs().incremental().resampling(Resampling.PILLOW_12)), IMAGES, 0);
    assertWarned("The run a was made with another --resampling.");
  }

  @Test
  void anotherOrientationReusesNothing() throws IOException {
    assertCounts(run("b", runs().incremental().orientation(Orientation.EXIF)), IMAGES, 0);
    assertWarned("The run a was made with another --orientation.");
  }

  @Test
  void anImageAboveANewLimitOfBytesIsRejectedThoughItsFeaturesAreThere() throws IOException {
    Map<Long, Long> bySize = new TreeMap<>();
    for (Object length : provenance("a", "length").values()) {
      bySize.merge((Long) length, 1L, Long::sum);
    }
    long largest = ((TreeMap<Long, Long>) bySize).lastKey();
    TestRuns runs =
        runs()
            .incremental()
            .maxRejected(0.5)
            .limits(limits(largest - 1, ImageLimits.DEFAULT_MAX_PIXELS));

    Manifest manifest = run("b", runs);

    long above = bySize.get(largest);
    assertEquals(Map.of("too_large", above), manifest.counts().rejectedByReason());
    assertEquals(IMAGES - above, manifest.counts().reused());
    validate("b");
  }

  @Test
  void rejectedImagesAreTriedAgain() throws IOException {
    Files.write(images.resolve("0/broken.jpg"), new byte[100]);
    date(images.resolve("0/broken.jpg"), LONG_AGO);
    run("b", runs().maxRejected(0.5));
    WatchedFileSystem.reset();

    Manifest manifest = run("c", runs().incremental().maxRejected(0.5));

    assertEquals(Set.of("broken.jpg"), WatchedFileSystem.opened());
    assertEquals(1, manifest.counts().rejected());
    assertEquals(IMAGES, manifest.counts().reused());
    validate("c");
  }

  @Test
  void warningsOfReusedImagesStayCounted() throws IOException {
    byte[] picture = Files.readAllBytes(picture(8));
    // Bytes between the image data and the end of the image: decoders complain and read on.
    int end = picture.length - 2;
    byte[] odd = Arrays.copyOf(picture, picture.length + 16);
    Arrays.fill(odd, end, end + 16, (byte) 7);
    System.arraycopy(picture, end, odd, end + 16, 2);
    Files.write(images.resolve("0/odd.jpg"), odd);
    date(images.resolve("0/odd.jpg"), LONG_AGO);
    assertEquals(1, run("b", runs().incremental()).counts().warned());

    Manifest manifest = run("c", runs().incremental());

    assertEquals(1, manifest.counts().warned());
    assertEquals(IMAGES + 1, manifest.counts().reused());
    validate("c");
  }

  @Test
  void theLabelIsThatOfTodaysFolder() throws IOException {
    TestRuns narrower = new TestRuns(spark, "watched:" + images.resolve("0"), output).incremental();

    Manifest manifest = run("b", narrower);

    assertEquals(IMAGES / 2, manifest.counts().reused());
    assertEquals(
        Set.of(""), Set.copyOf(TestRuns.column(spark, at("b/features"), "label").values()));
  }

  @Test
  void aLimitTakesOverWhatItChooses() throws IOException {
    Manifest manifest = run("b", runs().incremental().limit(3));
    assertCounts(manifest, 3, 3);
    assertEquals(3, features("b").size());

    WatchedFileSystem.reset();
    assertCounts(run("c", runs().incremental()), IMAGES, 3);
    assertEquals(IMAGES - 3, WatchedFileSystem.opens());
    validate("c");
  }

  @Test
  void imagesOfATarAreTakenOverUntilTheTarIsWrittenAgain() throws IOException {
    Path set = folder.resolve("set");
    for (String name : List.of("0.tar", "1.tar")) {
      TarFile tar = new TarFile();
      for (int i = 0; i < 4; i++) {
        tar.with("c/%d.jpg".formatted(i), Files.readAllBytes(picture(i)));
      }
      tar.writeTo(set.resolve(name));
      date(set.resolve(name), LONG_AGO);
    }
    TestRuns first = new TestRuns(spark, "watched:" + set, output);
    run("b", first);
    date(set.resolve("1.tar"), LONG_AGO.plusSeconds(1));
    WatchedFileSystem.reset();

    Manifest manifest = run("c", first.incremental());

    assertCounts(manifest, 8, 4);
    assertEquals(features("b"), features("c"));
    validate("c");
  }

  @Test
  void aRunThatWasStoppedResumesThoughTheEarlierRunIsGone() throws IOException {
    put("0/new.jpg", picture(8));
    put("new/newer.jpg", picture(9));
    WatchedFileSystem.fail("newer.jpg", new IllegalStateException("an injected fault"));
    assertThrows(Exception.class, () -> run("b", runs().incremental().shards(1)));
    assertTrue(Files.exists(at("b/_working/shards/00001.json")));
    Map<String, Object> earlier = features("a");
    FileUtils.deleteDirectory(at("a").toFile());
    WatchedFileSystem.reset();

    Manifest manifest = run("b", runs().incremental().shards(1));

    assertEquals(Set.of("newer.jpg"), WatchedFileSystem.opened());
    assertCounts(manifest, IMAGES + 2, IMAGES);
    Map<String, Object> now = features("b");
    earlier.forEach((path, vector) -> assertEquals(vector, now.get(path), path));
    validate("b");
  }

  @Test
  void aRunThatWasStoppedAfterItsFeaturesResumes() throws IOException {
    put("0/new.jpg", picture(8));
    RunListener stopping = TestRuns.stoppingAt(Stage.REPORTING);
    assertThrows(IllegalStateException.class, () -> runs().incremental().run("b", stopping));

    assertCounts(incremental("b"), IMAGES + 1, IMAGES);
  }

  @Test
  void whereThereIsNoEarlierRunAllIsComputedAndSaidSo() throws IOException {
    FileUtils.deleteDirectory(output.toFile());

    assertCounts(incremental("b"), IMAGES, 0);
    assertWarned("There is no complete run under " + output);
  }

  @Test
  void aDamagedEarlierRunIsLeftAndAllIsComputed() throws IOException {
    Path file = files("a/features").get(0);
    byte[] content = Files.readAllBytes(file);
    int flips = 0;
    for (int at : new int[] {content.length / 2, content.length / 3}) {
      byte[] damaged = content.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertNothingReused("flipped" + flips++, "The run a cannot be read (");
    }
    Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
    assertNothingReused("short", "The run a cannot be read (");
    Files.delete(file);
    assertNothingReused(
        "gone", "The run a cannot be read (of 8 images that have not changed it has");
    FileUtils.deleteDirectory(at("a/provenance").toFile());
    assertNothingReused("older", "The run a does not say what its features were made from.");
    edit("\"format\"", "\"format");
    assertNothingReused("manifest", "manifest.json is damaged");
    Files.delete(at("a/manifest.json"));
    assertNothingReused("none", "There is no complete run in ");
    Files.writeString(output.resolve("latest.json"), "{");
    assertNothingReused("latest", "latest.json is damaged");
    validate("latest");
  }

  @Test
  void anUnfinishedRunThatIsIncrementalIsNotContinuedAsOneThatIsNot() throws IOException {
    WatchedFileSystem.fail("new.jpg", new IllegalStateException("an injected fault"));
    put("0/new.jpg", picture(8));
    assertThrows(Exception.class, () -> incremental("b"));
    WatchedFileSystem.reset();
    OutputException failure = assertThrows(OutputException.class, () -> runs().run("b"));
    assertTrue(failure.getMessage().contains("begun with other options"), failure.getMessage());
  }

  @Test
  void validateFindsAFeatureThatIsNotTheEarlierRuns() throws IOException {
    incremental("b");
    Path other = folder.resolve("other");
    spark
        .read()
        .parquet(at("b/features").toString())
        .withColumn(
            "features",
            functions.expr(
                "if(path like '%/2.jpg', transform(features, x -> x + cast(1e-6 as float)), features)"))
        .write()
        .parquet(other.toString());
    FileUtils.deleteDirectory(at("b/features").toFile());
    Files.move(other, at("b/features"));

    OutputException failure = assertThrows(OutputException.class, () -> validate("b"));
    assertTrue(
        failure.getMessage().contains("claims images with the features of the run a: 8; found: 7."),
        failure.getMessage());
  }

  @Test
  void validateFindsWrongOriginsAndCounts() throws IOException {
    incremental("b");
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(at("b/manifest.json").toFile());
    ((ObjectNode) manifest.get("counts")).put("reused", 7).put("warned", 1);
    Json.MAPPER.writeValue(at("b/manifest.json").toFile(), manifest);
    String message = assertThrows(OutputException.class, () -> validate("b")).getMessage();
    assertTrue(message.contains("claims reused images: 7; found: 8."), message);
    assertTrue(message.contains("claims images with a decoder's warning: 1; found: 0."), message);

    FileUtils.deleteDirectory(at("b/provenance").toFile());
    String missing = assertThrows(OutputException.class, () -> validate("b")).getMessage();
    assertTrue(missing.contains("The table provenance/ cannot be read"), missing);
  }

  private void assertNothingReused(String runId, String why) throws IOException {
    warnings.clear();
    String latest = Files.readString(output.resolve("latest.json"));
    assertCounts(incremental(runId), IMAGES, 0);
    assertWarned(why);
    Files.writeString(output.resolve("latest.json"), latest);
  }

  private void assertWarned(String why) {
    assertEquals(1, warnings.size(), warnings.toString());
    String sentence = warnings.get(0);
    assertTrue(sentence.startsWith("Nothing is reused, all images are computed: "), sentence);
    assertTrue(sentence.contains(why), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
  }

  private void assertCounts(Manifest manifest, long featurized, long reused) {
    assertEquals(featurized, manifest.counts().featurized());
    assertEquals(featurized, manifest.counts().listed());
    assertEquals(reused, manifest.counts().reused());
  }

  private void validate(String runId) {
    new FinishedRuns(output.toString(), spark).validate(Optional.of(runId));
  }

  private Manifest incremental(String runId) {
    return run(runId, runs().incremental());
  }

  private Manifest run(String runId, TestRuns runs) {
    RunListener listener =
        new RunListener() {
          @Override
          public void warn(String sentence) {
            if (!sentence.contains("UNTRAINED")) {
              warnings.add(sentence);
            }
          }
        };
    return runs.run(runId, listener).manifest();
  }

  private TestRuns runs() {
    return new TestRuns(spark, "watched:" + images, output);
  }

  private static ImageLimits limits(long bytes, long pixels) {
    return new ImageLimits(bytes, pixels);
  }

  private Map<String, Object> features(String runId) {
    return TestRuns.column(spark, at(runId + "/features"), "features");
  }

  private Map<String, Object> provenance(String runId, String column) {
    return TestRuns.column(spark, at(runId + "/provenance"), column);
  }

  private Path at(String name) {
    return output.resolve("runs").resolve(name);
  }

  private List<Path> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(at(table))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private void edit(String from, String to) throws IOException {
    Path manifest = at("a/manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace(from, to));
  }

  private void put(String name, Path picture) throws IOException {
    put(images, name, picture);
  }

  private static void put(Path folder, String name, Path picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(picture, file);
    date(file, LONG_AGO);
  }

  private static void date(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static Path picture(int index) throws IOException {
    try (Stream<Path> files = Files.walk(drawn.resolve("set"))) {
      return files.filter(Files::isRegularFile).sorted().toList().get(index);
    }
  }

  private static void assertClose(Object expected, Object found) {
    List<Double> left = scala.collection.JavaConverters.seqAsJavaList(numbers(expected));
    List<Double> right = scala.collection.JavaConverters.seqAsJavaList(numbers(found));
    assertEquals(left.size(), right.size());
    for (int i = 0; i < left.size(); i++) {
      assertEquals(left.get(i), right.get(i), 1e-6);
    }
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.Seq<Double> numbers(Object column) {
    return (scala.collection.Seq<Double>) column;
  }
}
