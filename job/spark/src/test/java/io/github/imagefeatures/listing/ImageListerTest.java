package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.failure.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageListerTest {

  private final Configuration configuration = new Configuration();
  private final ImageLister lister = new ImageLister(configuration);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.jpg",
        " .jpg",
        "a#b.jpg",
        "%41.jpg",
        "a%2Fb.jpg",
        "100%.jpg",
        "what?.jpg",
        "12:30.jpg",
        "file:x.jpg",
        "it's.jpg",
        "\"quoted\".jpg",
        "a,b;c.jpg",
        "two\nlines.jpg",
        "tab\tcr\r.jpg",
        "back\\slash.jpg",
        "[a]{b}*.jpg",
        "\u6843\u5B50 \u03C0\u00E9.jpg",
        "e\u0301.jpg",
        "\uD83C\uDF4E.jpg",
        "_leading.jpg",
        "UPPER.JPG",
        "Mixed.TiFf",
        "two.dots.jpg",
        "~$<script>&amp;.jpg"
      })
  void anyNameOpensThroughItsListedPath(String name) throws IOException {
    for (Path parent : List.of(folder, folder.resolve("deep").resolve(name))) {
      put(parent.resolve(name), name);
    }

    List<ListedImage> images = list(folder).images();

    assertEquals(List.of("", name), images.stream().map(ListedImage::label).sorted().toList());
    for (ListedImage image : images) {
      assertTrue(image.path().endsWith("/" + name), image.path());
      assertArrayEquals(bytes(name), open(image));
      assertArrayEquals(bytes(name), Files.readAllBytes(Path.of(image.path())));
      assertEquals(bytes(name).length, image.length());
    }
  }

  @Test
  void aRowTellsLengthAndTimeOfTheFile() throws IOException {
    Path file = put(folder.resolve("kiwi/1.jpg"), "five!");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_123L));

    assertEquals(
        List.of(new ListedImage(file.toString(), "kiwi", 5, 1_600_000_000_123L)),
        list(folder).images());
  }

  @Test
  void theLabelIsTheParentFolderAndEmptyAtTheRoot() throws IOException {
    put(folder.resolve("root.jpg"), "");
    put(folder.resolve("fruit/apple/red/1.jpg"), "");
    put(folder.resolve("fruit/2.jpg"), "");

    assertEquals(
        List.of("fruit", "red", ""),
        list(folder).images().stream().map(ListedImage::label).toList());
  }

  @Test
  void emptyFilesAndLeadingUnderscoresAreImages() throws IOException {
    put(folder.resolve("_folder/_empty.jpg"), "");

    assertEquals(List.of("_folder/_empty.jpg"), names(list(folder)));
  }

  @Test
  void hiddenFilesAndFilesInHiddenFoldersAreCounted() throws IOException {
    put(folder.resolve("seen.jpg"), "");
    put(folder.resolve("class/.hidden.jpg"), "");
    put(folder.resolve(".git/objects/1.jpg"), "");
    put(folder.resolve(".git/config"), "");

    ImageListing listing = list(folder);

    assertEquals(List.of("seen.jpg"), names(listing));
    assertEquals(3, listing.skippedHidden());
    assertEquals(0, listing.skippedByGlob());
  }

  @Test
  void whatOtherProgramsLayBesideImagesIsHidden() throws IOException {
    put(folder.resolve("seen.jpg"), "");
    put(folder.resolve("class/@eaDir/seen.jpg/SYNOPHOTO_THUMB_M.jpg"), "");
    put(folder.resolve("__MACOSX/class/1.jpg"), "");
    put(folder.resolve("my@eaDir/__MACOSX.jpg"), "");

    ImageListing listing = list(folder);

    assertEquals(List.of("my@eaDir/__MACOSX.jpg", "seen.jpg"), names(listing));
    assertEquals(2, listing.skippedHidden());
  }

  @Test
  void theDefaultsAreAllNamesOfTheFormatsThatAreRead() throws IOException {
    for (String suffix : List.of("jfif", "JPE", "mpo", "apng", "dib")) {
      put(folder.resolve("1." + suffix), "");
    }

    assertEquals(5, list(folder).images().size());
  }

  @Test
  void whatTheGlobLeavesOutIsCountedBySuffix() throws IOException {
    put(folder.resolve("1.jpg"), "");
    for (String name : List.of("a.txt", "b.TXT", "a/README", "c.heic", "x.this-is-no-suffix")) {
      put(folder.resolve(name), "");
    }
    new TarFile().with("1.jpg", "x").with("notes.txt", "x").writeTo(folder.resolve("set.tar"));

    ImageListing listing = list(folder);

    assertEquals(Map.of(".txt", 3L, ".heic", 1L, "", 2L), listing.skippedSuffixes());
    assertEquals(6, listing.skippedByGlob());
    assertEquals("3 .txt, 1 .heic, 2 others", SuffixCounts.inWords(listing.skippedSuffixes()));
  }

  @Test
  void namesThatAreNoUtf8AreTheirBytesAndNoTwoAreOne() throws IOException {
    Path inChinese = named("%CB%AE%B9%FB/%C6%BB%B9%FB.jpg");
    Path alike = named("%CB%AE%B9%FB/%CF%E3%BD%B6.jpg");
    Path text = named("%CB%AE%B9%FB/%EF%BF%BDCF.jpg");

    List<ListedImage> images = list(folder).images();

    assertEquals(
        List.of("\uFFFDCF㽶.jpg", "ƻ\uFFFDB9\uFFFDFB.jpg", "\uFFFDEF\uFFFDBF\uFFFDBDCF.jpg").stream()
            .sorted()
            .toList(),
        images.stream().map(image -> image.path().replaceFirst(".*/", "")).sorted().toList());
    assertEquals(
        Set.of(inChinese, alike, text),
        images.stream().map(image -> ByteNames.file(image.path())).collect(Collectors.toSet()));
  }

  /** A file below the folder whose name has those bytes. */
  private Path named(String percentEncoded) throws IOException {
    assumeTrue(System.getProperty("sun.jnu.encoding").equals("UTF-8"), "Skipped: no UTF-8 here.");
    Path file = Path.of(URI.create(folder.toUri() + percentEncoded));
    Files.createDirectories(file.getParent());
    return Files.writeString(file, percentEncoded);
  }

  @Test
  void aHiddenFolderOnTheWayToTheRootHidesNothing() throws IOException {
    put(folder.resolve(".cache/images/1.jpg"), "");

    assertEquals(1, list(folder.resolve(".cache/images")).images().size());
  }

  @Test
  void theGlobIsAboutNamesAndIgnoresCase() throws IOException {
    put(folder.resolve("x.jpg/notes.txt"), "");
    put(folder.resolve("x.jpg/IMG_1.JPG"), "");
    put(folder.resolve("x.jpg/img_2.jpg"), "");
    put(folder.resolve("x.jpg/other.jpg"), "");

    ImageListing listing = lister.list(folder.toString(), new ListingOptions("Img_?.jp*", 0));

    assertEquals(List.of("x.jpg/IMG_1.JPG", "x.jpg/img_2.jpg"), names(listing));
    assertEquals(2, listing.skippedByGlob());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a]{b}*", "50%", "%41", "a#b", "q?", "12:30", "two\nlines", "a b"})
  void theRootIsTakenLiterally(String name) throws IOException {
    Path root = folder.resolve(name);
    put(root.resolve("class/1.jpg"), "x");
    put(folder.resolve("ab/decoy.jpg"), "");

    assertEquals(List.of("class/1.jpg"), names(list(root)));
    assertEquals(
        list(root),
        lister.list("file://" + root + "/", ListingOptions.defaults()),
        "as an address");
  }

  @Test
  void aRelativePathIsBelowTheWorkingDirectory() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.createTempDirectory(Files.createDirectories(here.resolve("target")), "rel");
    put(root.resolve("12:30/1.jpg"), "x");

    ImageListing listing = lister.list(here.relativize(root) + "/", ListingOptions.defaults());

    assertEquals(root + "/12:30/1.jpg", listing.images().get(0).path());
  }

  @Test
  void aSingleFileIsOneImageWithoutLabel() throws IOException {
    Path file = put(folder.resolve("class/12:30.weird"), "abc");

    ImageListing listing = lister.list(file.toString(), ListingOptions.defaults());

    assertEquals(
        List.of(file.toString()), listing.images().stream().map(ListedImage::path).toList());
    assertEquals("", listing.images().get(0).label());
  }

  @Test
  void theOrderIsThatOfThePathsWhateverTheStoreGives() {
    Configuration store =
        StoreFileSystem.with(
            "unsorted", StoreFileSystem.Bucket.of("b/1.jpg", "a/2.jpg", "a b/1.jpg", "A/1.jpg"));

    ImageListing listing =
        new ImageLister(store).list("store://unsorted", ListingOptions.defaults());

    assertEquals(List.of("A/1.jpg", "a b/1.jpg", "a/2.jpg", "b/1.jpg"), names(listing));
  }

  @Test
  void aLimitTakesEvenlySpacedImages() {
    StoreFileSystem.Bucket bucket =
        StoreFileSystem.Bucket.of(1000, i -> "class-%02d/%03d.jpg".formatted(i / 100, i % 100));
    Configuration store = StoreFileSystem.with("limited", bucket);

    ImageListing listing =
        new ImageLister(store).list("store://limited/", new ListingOptions("*.jpg", 20));

    assertEquals(20, listing.images().size());
    assertEquals(1000, listing.matched());
    assertTrue(listing.isLimited());
    assertEquals(
        List.of("class-00/000.jpg", "class-00/050.jpg", "class-01/000.jpg"),
        names(listing).subList(0, 3));
    assertEquals(10, listing.images().stream().map(ListedImage::label).distinct().count());
  }

  @Test
  void aLimitAboveTheNumberOfImagesTakesThemAll() throws IOException {
    put(folder.resolve("1.jpg"), "");

    ImageListing listing = lister.list(folder.toString(), new ListingOptions("*.jpg", 5));

    assertEquals(1, listing.images().size());
    assertFalse(listing.isLimited());
  }

  @Test
  void aFlatStoreIsListedByOneCallWhateverItsFolders() {
    StoreFileSystem.Bucket bucket = StoreFileSystem.Bucket.of(500, i -> i + "/x/.h/" + i + ".jpg");
    StoreFileSystem.Bucket visible = StoreFileSystem.Bucket.of(500, i -> i + "/x/" + i + ".jpg");
    Configuration store = StoreFileSystem.with("hidden", bucket);
    StoreFileSystem.with("visible", visible);

    assertEquals(
        500, new ImageLister(store).list("store://visible/", ListingOptions.defaults()).matched());
    assertEquals(1, visible.listings().get());
    assertTrue(
        assertThrows(
                InputException.class,
                () -> new ImageLister(store).list("store://hidden/", ListingOptions.defaults()))
            .getMessage()
            .contains("500 are hidden"));
  }

  @Test
  void keysThatBecomeOnePathAreOneImageAndCounted() {
    Configuration store =
        StoreFileSystem.with("slashes", StoreFileSystem.Bucket.of("a//1.jpg", "a/1.jpg"));

    ImageListing listing =
        new ImageLister(store).list("store://slashes", ListingOptions.defaults());

    assertEquals(1, listing.images().size());
    assertEquals(1, listing.skippedUnopenable());
  }

  @Test
  void aKeyThatClimbsOutOfTheRootIsNoImage() {
    Configuration store =
        StoreFileSystem.with("climbing", StoreFileSystem.Bucket.of("../../up.jpg", "a/1.jpg"));

    assertEquals(
        List.of("a/1.jpg"),
        names(new ImageLister(store).list("store://climbing", ListingOptions.defaults())));
  }

  private ImageListing list(Path root) {
    return lister.list(root.toString(), ListingOptions.defaults());
  }

  private static List<String> names(ImageListing listing) {
    String root = listing.root().endsWith("/") ? listing.root() : listing.root() + "/";
    return listing.images().stream().map(image -> image.path().substring(root.length())).toList();
  }

  private byte[] open(ListedImage image) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(image.path());
    assertEquals(image.path(), path.toString());
    FileSystem fileSystem = ImageStore.of(path, configuration);
    try (FSDataInputStream stream = fileSystem.open(path)) {
      return stream.readAllBytes();
    }
  }

  private static Path put(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes(content));
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }
}
