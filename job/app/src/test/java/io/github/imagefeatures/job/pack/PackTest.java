package io.github.imagefeatures.job.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.listing.WatchedFileSystem;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders are packed into tars on a real Spark, and found in them as they were. */
final class PackTest {
  private static final long SMALLEST = 64 << 10;

  private static SparkSession spark;

  @TempDir private Path folder;
  private Path images;
  private Path packed;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
    WatchedFileSystem.register(spark.sparkContext().hadoopConfiguration());
  }

  @AfterAll
  static void closeSpark() {
    WatchedFileSystem.reset();
    spark.close();
  }

  @BeforeEach
  void putImages() {
    WatchedFileSystem.reset();
    images = folder.resolve("images");
    packed = folder.resolve("packed [1]");
    PackedTree.write(images);
  }

  @Test
  void aListingFindsEveryImageInTheTarsWithItsBytesLabelSplitAndPath() throws IOException {
    Pack.Result result = pack(images).run();

    PackedTree.assertSame(spark, images.toString(), packed.toString());
    assertEquals(PackedTree.NAMES.size() + 3, result.images());
    assertEquals(Map.of("train", 6L, "test", 1L, "", 8L), result.splits());
    assertEquals(0, result.kept());
    assertEquals(result.tars(), tars().size());
    for (Path tar : tars()) {
      boolean holdsOne = PackedTree.listed(spark, tar.toString()).images().size() == 1;
      assertTrue(Files.size(tar) <= SMALLEST || holdsOne, tar + " has " + Files.size(tar));
    }
    assertFalse(Files.exists(packed.resolve(".pack")));
  }

  @Test
  void theSystemsTarUnpacksTheSameFilesWithTheirTimes() throws Exception {
    Path old = images.resolve("Training/red apple/1.jpg");
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_234_567_890_123L));
    pack(images).run();
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    for (Path tar : tars()) {
      Process process =
          new ProcessBuilder("tar", "-xf", tar.toString(), "-C", unpacked.toString())
              .inheritIO()
              .start();
      assertEquals(0, process.waitFor());
    }
    Map<String, String> expected = PackedTree.files(images);
    expected.remove("Training/notes.txt");
    expected.remove(".hidden/1.jpg");
    assertEquals(expected, PackedTree.files(unpacked));
    assertEquals(
        1_234_567_890_000L,
        Files.getLastModifiedTime(unpacked.resolve("Training/red apple/1.jpg")).toMillis());
  }

  @Test
  void theIndexCountsTheTarsAndTheirBytes() throws IOException {
    Pack.Result result = pack(images).run();

    JsonNode index = new ObjectMapper().readTree(packed.resolve("pack.json").toFile());
    assertEquals(result.images(), index.get("images").asLong());
    assertEquals(result.imageBytes(), index.get("image_bytes").asLong());
    assertEquals(images.toString(), index.get("from").asText());
    long bytes = 0;
    for (JsonNode tar : index.get("tars")) {
      Path file = packed.resolve(tar.get("name").asText());
      assertEquals(Files.size(file), tar.get("bytes").asLong());
      assertEquals(DigestUtils.sha256Hex(Files.readAllBytes(file)), tar.get("sha256").asText());
      bytes += Files.size(file);
    }
    assertEquals(bytes, index.get("bytes").asLong());
  }

  @Test
  void theSameImagesGiveTheSameTars() {
    pack(images).run();
    Map<String, String> first = PackedTree.files(packed);
    packed = folder.resolve("again");
    pack(images).run();
    assertEquals(first, PackedTree.files(packed));
  }

  @Test
  void namesThatAreNoTextAreFoundAgain() throws IOException {
    Path latin = Path.of(java.net.URI.create(images.toUri() + "caf%E9/1.jpg"));
    PackedTree.put(latin, 100, 1);
    pack(images).run();
    PackedTree.assertSame(spark, images.toString(), packed.toString());
  }

  @Test
  void aLimitTakesTheImagesThatARunWithItTakes() {
    ListingOptions few = new ListingOptions(ListingOptions.DEFAULT_GLOB, 4);
    new Pack(options(images, few, SMALLEST), spark, PackListener.NONE).run();
    ImageListing all = PackedTree.listed(spark, images.toString());
    assertEquals(
        all.limited(4).images().stream().map(all::relativePath).toList(),
        PackedTree.listed(spark, packed.toString()).images().stream()
            .map(PackedTree::member)
            .toList());
  }

  @Test
  void aDryRunWritesNothingAndCountsTheTars() {
    Pack.Result planned = pack(images).plan();
    assertFalse(Files.exists(packed));
    assertEquals(planned, pack(images).run());
  }

  @Test
  void imagesThatCannotBeReadAreNamedAndTheOtherTarsAreKept() throws IOException {
    String gone = "Training/red apple/1.jpg";
    Files.delete(images.resolve(gone));
    Files.createSymbolicLink(images.resolve(gone), Path.of("nowhere"));

    InputException failure = assertThrows(InputException.class, () -> pack(images).run());

    assertEquals(FailureId.PACK_SOURCE_UNREADABLE, failure.id());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "1 of 15 images cannot be packed: '"
                    + gone
                    + "' (it is gone, or a link to nothing)"),
        failure.getMessage());
    assertFalse(Files.exists(packed.resolve("pack.json")));
    Map<String, FileTime> before = times();
    assertFalse(before.isEmpty());
    Files.delete(images.resolve(gone));
    PackedTree.put(images.resolve(gone), 7777, 5);

    Pack.Result resumed = pack(images).run();

    assertEquals(before.size(), resumed.kept());
    before.forEach((tar, time) -> assertEquals(time, times().get(tar), tar + " is as it was"));
    PackedTree.assertSame(spark, images.toString(), packed.toString());
  }

  @Test
  void everyUnreadableImageOfATarIsNamed() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      PackedTree.put(images.resolve("some/" + name + ".jpg"), 10, 1);
      WatchedFileSystem.fail(name + ".jpg", new IOException("the disk is old"));
    }
    InputException failure =
        assertThrows(InputException.class, () -> pack("watched:" + images).run());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "4 of 19 images cannot be packed: 'some/a.jpg' (the disk is old), 'some/b.jpg' (the disk is old), 'some/c.jpg' (the disk is old), ..."),
        failure.getMessage());
  }

  @Test
  void imagesThatChangeMeanwhileAreNamedAndOnlyTheirTarsAreWrittenAgain() {
    Path changing = images.resolve("Test/red apple/1.jpg");
    PackListener changes =
        new PackListener() {
          @Override
          public void packingStarted(long all, long already) {
            try {
              PackedTree.put(changing, (int) Files.size(changing), 99);
              Files.setLastModifiedTime(changing, FileTime.fromMillis(1_000_000_000_000L));
              PackedTree.put(images.resolve("zoo/new.jpg"), 10, 1);
              Files.delete(images.resolve("loose at the top.jpg"));
              PackedTree.put(images.resolve("loose at the top.jpg"), 1000, 0);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    InputException failure =
        assertThrows(
            InputException.class,
            () ->
                new Pack(options(images, ListingOptions.defaults(), SMALLEST), spark, changes)
                    .run());
    assertEquals(FailureId.PACK_SOURCE_CHANGED, failure.id());
    assertTrue(
        failure
            .getMessage()
            .contains(
                "(3 of them: 'Test/red apple/1.jpg' was written anew, 'loose at the top.jpg' was written anew, 'zoo/new.jpg' is new)"),
        failure.getMessage());
    int before = times().size();

    Pack.Result resumed = pack(images).run();

    assertTrue(resumed.kept() > 0 && resumed.kept() < before, resumed.toString());
    PackedTree.assertSame(spark, images.toString(), packed.toString());
  }

  @Test
  void anImageThatHasGrownIsNamed() throws IOException {
    Path growing = images.resolve("Training/red apple/large.jpg");
    PackListener grows =
        new PackListener() {
          @Override
          public void packingStarted(long all, long already) {
            try {
              PackedTree.put(growing, 5_000_001, 1);
              PackedTree.put(images.resolve("Test/red apple/1.jpg"), 1, 1);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    InputException failure =
        assertThrows(
            InputException.class,
            () ->
                new Pack(options(images, ListingOptions.defaults(), SMALLEST), spark, grows).run());
    assertTrue(
        failure.getMessage().contains("'Test/red apple/1.jpg' (it ends after 1 of 41,000 bytes)"),
        failure.getMessage());
    assertTrue(
        failure
            .getMessage()
            .contains("'Training/red apple/large.jpg' (it has grown since it was listed)"),
        failure.getMessage());
  }

  @Test
  void aTarThatIsNotWholeIsWrittenAgain() throws IOException {
    WatchedFileSystem.fail("large.jpg", new IOException("not now"));
    assertThrows(InputException.class, () -> pack("watched:" + images).run());
    WatchedFileSystem.reset();
    Path cut = tars().get(1);
    byte[] content = Files.readAllBytes(cut);
    Files.write(cut, java.util.Arrays.copyOf(content, content.length / 2));
    Files.write(packed.resolve(".pack-00000.tar.0815.part"), content);

    pack("watched:" + images).run();

    assertEquals(
        new String(content, StandardCharsets.ISO_8859_1),
        PackedTree.files(packed).get(cut.getFileName().toString()));
    assertFalse(Files.exists(packed.resolve(".pack-00000.tar.0815.part")));
  }

  @Test
  void aCompletePackIsLeftAsItIsAndRefusedForOtherImages() throws IOException {
    pack(images).run();
    Map<String, FileTime> before = times();
    Pack.Result again = pack(images).run();
    assertEquals(again.tars(), again.kept());
    assertEquals(before, times());

    PackedTree.put(images.resolve("zoo/new.jpg"), 10, 1);
    assertRefused(FailureId.PACK_WITH_OTHER_IMAGES, () -> pack(images).run());
    Files.delete(images.resolve("zoo/new.jpg"));
    Files.delete(tars().get(0));
    assertRefused(FailureId.PACK_NOT_AS_WRITTEN, () -> pack(images).run());
  }

  @Test
  void aFolderThatHoldsSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
    PackedTree.put(packed.resolve("pack-00000.tar"), 10, 1);
    Map<String, String> before = PackedTree.files(packed);
    OutputException failure = assertRefused(FailureId.PACK_TARGET_TAKEN, () -> pack(images).run());
    assertTrue(failure.getMessage().contains("such as 'pack-00000.tar'"), failure.getMessage());
    assertEquals(before, PackedTree.files(packed));
    assertEquals(6, failure.exitCode().number());
  }

  @Test
  void otherOptionsThanThePackWasBegunWithAreRefused() {
    pack(images).run();
    PackOptions larger = options(images, ListingOptions.defaults(), 2 * SMALLEST);
    OutputException failure =
        assertRefused(
            FailureId.PACK_WITH_OTHER_OPTIONS,
            () -> new Pack(larger, spark, PackListener.NONE).run());
    assertTrue(failure.getMessage().contains("--tar-size 65536"), failure.getMessage());
  }

  @Test
  void tarsAmongTheImagesAreRefused() {
    new TarFile().with("a/7.jpg", new byte[9]).writeTo(images.resolve("more.tar"));
    JobException failure = assertThrows(InputException.class, () -> pack(images).run());
    assertEquals(FailureId.PACK_OF_TARS, failure.id());
    assertFalse(Files.exists(packed));
  }

  @Test
  void tarsWithinTheImagesFolderAreRefused() {
    packed = images.resolve("packed");
    assertRefused(FailureId.OUTPUT_WITHIN_IMAGES, () -> pack(images).run());
    packed = images;
    assertRefused(FailureId.OUTPUT_WITHIN_IMAGES, () -> pack(images).run());
  }

  private static OutputException assertRefused(FailureId id, Supplier<Object> packing) {
    OutputException failure = assertThrows(OutputException.class, packing::get);
    assertEquals(id, failure.id(), failure.getMessage());
    return failure;
  }

  private Pack pack(Object from) {
    return new Pack(options(from, ListingOptions.defaults(), SMALLEST), spark, PackListener.NONE);
  }

  private PackOptions options(Object from, ListingOptions listing, long size) {
    return new PackOptions(from.toString(), packed.toString(), listing, size);
  }

  private List<Path> tars() throws IOException {
    List<Path> tars = new ArrayList<>();
    try (var found = Files.newDirectoryStream(packed, "pack-*.tar")) {
      found.forEach(tars::add);
    }
    tars.sort(null);
    return tars;
  }

  private Map<String, FileTime> times() {
    Map<String, FileTime> times = new TreeMap<>();
    try {
      for (Path tar : tars()) {
        times.put(tar.getFileName().toString(), Files.getLastModifiedTime(tar));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return times;
  }
}
