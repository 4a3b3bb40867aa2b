package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.samples.ImageSample;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in tars, as a listing finds them. */
final class TarScannerTest {
  private static final int RECORD = 512;

  private final Configuration configuration = new Configuration();

  @TempDir private Path folder;
  private Path tar;

  @BeforeEach
  void prepare() {
    WatchedFileSystem.reset();
    WatchedFileSystem.register(configuration);
    tar = folder.resolve("set/shard-0001.tar");
  }

  @AfterEach
  void forget() {
    WatchedFileSystem.reset();
  }

  @Test
  void aMemberLiesWhereItWouldIfTheTarWereAFolder() throws IOException {
    new TarFile()
        .with("apples/1.jpg", "first")
        .with("./pears/red/2.jpg", "the second")
        .with("/3.jpg", "")
        .writeTo(tar);

    ImageListing listing = list(folder);

    assertEquals(
        Map.of("apples/1.jpg", "first", "pears/red/2.jpg", "the second", "3.jpg", ""),
        contents(listing));
    assertEquals(
        List.of("apples", "red", "set"),
        listing.images().stream().map(ListedImage::label).toList());
    assertEquals("set/shard-0001.tar/apples/1.jpg", listing.relativePath(listing.images().get(0)));
    assertEquals(
        Files.getLastModifiedTime(tar).toMillis(), listing.images().get(0).modificationTime());
  }

  @Test
  void namesThatAreNoUtf8AreTheirBytesAndNoTwoAreOne() throws IOException {
    String longName = "橘子".repeat(40) + ".jpg";
    TarFile.in("GBK")
        .with("水果/苹果.jpg", "apple")
        .with("水果/香蕉.jpg", "banana")
        .with("水果/why?.jpg", "question")
        .with(longName, "long")
        .with("plain.jpg", "plain")
        .writeTo(tar);

    Map<String, String> contents = contents(list(folder));

    assertEquals(
        Set.of("apple", "banana", "question", "long", "plain"), Set.copyOf(contents.values()));
    assertEquals("plain", contents.get("plain.jpg"));
    assertEquals("banana", contents.get("ˮ\uFFFDB9\uFFFDFB/\uFFFDCF㽶.jpg"));
  }

  @Test
  void questionMarksInNamesAreLetters() throws IOException {
    new TarFile().with("why?/1?.jpg", "x").with("é?.jpg", "y").writeTo(tar);

    assertEquals(Map.of("why?/1?.jpg", "x", "é?.jpg", "y"), contents(list(folder)));
  }

  @Test
  void theFoldersOfAnIncrementalTarMayHaveContent() throws IOException {
    TarFile written =
        new TarFile().with("photos/D", "Y1.jpg\0Y2.jpg\0\0").with("photos/1.jpg", "first");
    int second = written.size();
    byte[] bytes =
        written.with("photos/more/D", "YX".repeat(400)).with("photos/2.jpg", "second").bytes();
    asFolderWithContent(bytes, 0);
    asFolderWithContent(bytes, second);
    TarFile.write(tar, bytes);

    ImageListing listing = list(folder);

    assertEquals(Map.of("photos/1.jpg", "first", "photos/2.jpg", "second"), contents(listing));
    assertEquals(0, listing.skippedUnopenable());
  }

  /** Makes of a file what {@code tar --listed-incremental} writes for a folder. */
  private static void asFolderWithContent(byte[] tar, int header) {
    int name = header;
    while (tar[name] != 0) {
      name++;
    }
    tar[name - 1] = 0;
    tar[header + 156] = 'D';
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + RECORD; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, header + 148, digits.length);
  }

  @Test
  void withoutAFolderTheClassIsWhatTheSampleSays() {
    new TarFile()
        .with("0001.jpg", "x")
        .with("0001.cls", "7\n")
        .with("0002.json", "{\"cls\": \"kiwi\", \"label\": 1}")
        .with("0002.seg.png", "x")
        .with("0003.json", "{\"label\": 12}")
        .with("0003.JPG", "x")
        .with("0004.json", "{\"class\": \"\\u732b\", \"cls\": [1]}")
        .with("0004.jpg", "x")
        .with("0005.json", "{\"cls\": \"json\"}")
        .with("0005.CLS", " text ")
        .with("0005.jpg", "x")
        .with("0006.json", "{no json")
        .with("0007.json", new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 127, 1, 1, 1})
        .with("0007.jpg", "x")
        .with("0006.jpg", "x")
        .with("apples/0001.jpg", "x")
        .with("apples/0001.cls", "never")
        .writeTo(tar);

    ImageListing listing = list(folder);

    assertEquals(
        Map.of(
            "0001.jpg", "7",
            "0002.seg.png", "kiwi",
            "0003.JPG", "12",
            "0004.jpg", "\u732b",
            "0005.jpg", "text",
            "0006.jpg", "set",
            "0007.jpg", "set",
            "apples/0001.jpg", "apples"),
        labels(listing));
    assertEquals(9, listing.skippedByGlob(), "the members that say a class");
  }

  @Test
  void ofASingleTarTheLabelWithoutFolderIsEmpty() {
    new TarFile().with("1.jpg", "x").with("a/2.jpg", "y").writeTo(tar);

    ImageListing listing = list(tar);

    assertEquals(Map.of("1.jpg", "", "a/2.jpg", "a"), labels(listing));
    assertEquals("a/2.jpg", listing.relativePath(listing.images().get(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
  void longAndOddNamesComeOutAsTheyWentIn(int longNames) throws IOException {
    String deep = "f".repeat(90) + "/" + "n".repeat(200) + "/" + "x".repeat(150) + ".jpg";
    List<String> names =
        List.of(
            deep,
            "\u6843\u5B50 \u03C0\u00E9/\uD83C\uDF4E.jpg",
            "a b/#%41?:'\",;.jpg",
            "back\\slash/two\nlines.jpg",
            "_x/UPPER.JPG");
    TarFile file = new TarFile(longNames);
    names.forEach(name -> file.with(name, name));
    file.writeTo(tar);

    Map<String, String> expected = new TreeMap<>();
    names.forEach(name -> expected.put(name, name));
    assertEquals(expected, contents(list(folder)));
  }

  @Test
  void whatIsNoImageIsCounted() {
    TarFile file =
        new TarFile()
            .with("a/1.jpg", "x")
            .with("a/._1.jpg", "macOS")
            .with("__MACOSX/a/._1.jpg", "macOS")
            .with(".git/2.jpg", "x")
            .with("../../3.jpg", "x")
            .with("a/notes.txt", "x")
            .with("a/inner.tar", "x")
            .withKind("a/", TarConstants.LF_DIR);
    for (byte kind :
        new byte[] {
          TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR
        }) {
      file.withKind("a/kind-" + (char) kind + ".jpg", kind);
    }
    file.writeTo(tar);

    ImageListing listing = list(folder);

    assertEquals(Map.of("a/1.jpg", "a"), labels(listing));
    assertEquals(4, listing.skippedHidden());
    assertEquals(2, listing.skippedByGlob());
    assertEquals(4, listing.skippedUnopenable());
  }

  @Test
  void theLastOfTwoMembersOfOneNameIsTheImage() throws IOException {
    new TarFile().with("a/1.jpg", "old").with("a/2.jpg", "x").with("a/1.jpg", "new").writeTo(tar);

    ImageListing listing = list(folder);

    assertEquals(Map.of("a/1.jpg", "new", "a/2.jpg", "x"), contents(listing));
    assertEquals(1, listing.skippedUnopenable());
  }

  @Test
  void globAndLimitAreAboutMembersToo() {
    TarFile file = new TarFile();
    for (int i = 0; i < 100; i++) {
      file.with("a/%02d.%s".formatted(i, i % 2 == 0 ? "jpg" : "png"), "x");
    }
    file.writeTo(tar);

    ImageListing listing =
        new ImageLister(configuration).list(folder.toString(), new ListingOptions("*.JPG", 5));

    assertEquals(50, listing.matched());
    assertEquals(
        List.of("a/00.jpg", "a/20.jpg", "a/40.jpg", "a/60.jpg", "a/80.jpg"),
        listing.images().stream().map(image -> nameOf(image)).toList());
  }

  @Test
  void tarsPutTogetherWithCatAreReadToTheEnd() throws IOException {
    byte[] first = new TarFile().with("a/1.jpg", "one").bytes();
    byte[] second = new TarFile().with("b/2.jpg", "two").bytes();
    byte[] both = Arrays.copyOf(first, first.length + second.length + 7 * RECORD);
    System.arraycopy(second, 0, both, first.length, second.length);
    TarFile.write(tar, both);

    assertEquals(Map.of("a/1.jpg", "one", "b/2.jpg", "two"), contents(list(folder)));
  }

  @Test
  void aTarCutOffWithinAnImageKeepsThoseBeforeIt() throws IOException {
    TarFile file = new TarFile().with("a/1.jpg", "whole").with("a/2.jpg", "x".repeat(3000));
    int cut = file.size() - 1000;
    TarFile.write(tar, Arrays.copyOf(file.bytes(), cut));

    ImageListing listing = list(folder);

    assertEquals(List.of("a/1.jpg", "a/2.jpg"), List.copyOf(labels(listing).keySet()));
    ListedImage last = listing.images().get(1);
    assertEquals(3000, last.length());
    assertTrue(last.offset() + last.length() > cut);
  }

  @Test
  void aTarCutOffElsewhereIsARowOfItsOwn() {
    TarFile file = new TarFile().with("a/1.jpg", "whole");
    int sound = file.size();
    byte[] bytes = file.with("a/2.txt", "x".repeat(3000)).bytes();
    for (int cut : new int[] {sound, sound + 1, sound + RECORD, sound + RECORD + 100}) {
      TarFile.write(tar, Arrays.copyOf(bytes, cut));

      ImageListing listing = list(folder);

      assertRestOfTar(listing.images().get(1), sound, cut);
      assertEquals("set", listing.images().get(1).label());
      assertEquals(2, listing.matched());
    }
  }

  @Test
  void aTarCutOffAfterALongNameEndsThere() throws IOException {
    TarFile file = new TarFile(TarArchiveOutputStream.LONGFILE_GNU).with("a/1.jpg", "x");
    int from = file.size();
    byte[] whole = file.with("b/" + "n".repeat(150) + ".jpg", "y").bytes();
    int cut = from + 2 * RECORD + 100;
    TarFile.write(tar, Arrays.copyOf(whole, cut));

    ImageListing listing = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> list(folder));

    assertEquals(2, listing.images().size());
    assertRestOfTar(listing.images().get(1), from, cut);
  }

  @Test
  void aDamagedHeaderEndsTheTarThere() {
    TarFile file = new TarFile().with("a/1.jpg", "whole");
    int sound = file.size();
    byte[] bytes = file.with("a/2.jpg", "x").with("a/3.jpg", "x").bytes();
    bytes[sound + 3] ^= 1;
    TarFile.write(tar, bytes);

    ImageListing listing = list(folder);

    assertEquals(2, listing.images().size());
    assertRestOfTar(listing.images().get(1), sound, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no tar at all", "\u001f\u008b\b compressed", "ustar"})
  void whatIsNoTarIsARowOfItsOwn(String content) {
    byte[] bytes = content.repeat(100).getBytes(StandardCharsets.ISO_8859_1);
    TarFile.write(tar, bytes);

    assertRestOfTar(list(folder).images().get(0), 0, bytes.length);
  }

  @Test
  void aHeaderThatClaimsToBeEndlessEndsTheTar() {
    byte[] bytes = new TarFile().withPax("a/1.jpg", "comment", "x".repeat(5 << 20), "x").bytes();
    TarFile.write(tar, bytes);

    assertRestOfTar(list(folder).images().get(0), 0, bytes.length);
  }

  /** Taken for a number, it has ten million digits. */
  @Test
  void aTimeThatWouldTakeForeverEndsTheTar() {
    byte[] bytes = new TarFile().withPax("a/1.jpg", "MTIME", "1e10000000", "x").bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("MTIME=", "mtime=");
    TarFile.write(tar, text.getBytes(StandardCharsets.ISO_8859_1));

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> assertRestOfTar(list(folder).images().get(0), 0, bytes.length));
  }

  @Test
  void anEmptyTarHoldsNoImageAndAFileWithoutBytesIsListed() {
    TarFile.write(tar, new byte[0]);
    new TarFile().writeTo(folder.resolve("set/empty.tar"));

    assertEquals(
        List.of(new ListedImage(tar.toString(), "set", 0, tar.toFile().lastModified())),
        list(folder).images());
    assertEquals(
        "There is no file under '"
            + folder.resolve("set/empty.tar")
            + "'; name the folder that holds the images.",
        failure(folder.resolve("set/empty.tar")));
  }

  @Test
  void tarsWithoutImagesAreSaidToHaveNone() {
    new TarFile().with("a/notes.txt", "x").with("a/.hidden.jpg", "x").writeTo(tar);

    String message = failure(folder);

    assertTrue(
        message.startsWith(
            "There is no image under '"
                + folder
                + "': of 2 files, 1 (1 .txt) do not match the glob, 1 are hidden"),
        message);
  }

  @Test
  void compressedTarsAreCountedAndASingleOneIsRefused() {
    TarFile.write(folder.resolve("set/a.tar.gz"), new byte[9]);
    TarFile.write(folder.resolve("set/b.TGZ"), new byte[9]);
    assertEquals(
        "There are only compressed tars under '"
            + folder
            + "'; unpack them, or pack them again as plain .tar.",
        failure(folder));
    assertTrue(failure(folder.resolve("set/a.tar.gz")).contains("is compressed; unpack it, or"));
    TarFile.write(folder.resolve("set/1.jpg"), new byte[9]);

    ImageListing listing = list(folder);

    assertEquals(1, listing.matched());
    assertEquals(2, listing.skippedCompressed());
    assertEquals(0, listing.skippedByGlob());
  }

  @Test
  void hiddenTarsAreHiddenAndNamesIgnoreCase() {
    new TarFile().with("a/1.jpg", "x").writeTo(folder.resolve("set/.hidden.tar"));
    new TarFile().with("a/1.jpg", "x").writeTo(folder.resolve("set/UPPER.TAR"));

    ImageListing listing = list(folder);

    assertEquals(1, listing.matched());
    assertEquals(1, listing.skippedHidden());
  }

  @Test
  void aStoreFarAwayGivesTheSameByFewRequests() {
    TarFile file = new TarFile();
    for (int i = 0; i < 300; i++) {
      file.with("a/%03d.jpg".formatted(i), "x".repeat(i * 37 % 30_000));
    }
    file.with("big.png", new byte[3 << 20]).with("a/last.jpg", "x").writeTo(tar);

    List<ListedImage> local = list(folder).images();
    List<ListedImage> remote =
        new ImageLister(configuration)
            .list("watched:" + folder, ListingOptions.defaults())
            .images();

    assertEquals(302, local.size());
    assertEquals(
        local.stream().map(image -> List.of(nameOf(image), image.offset())).toList(),
        remote.stream().map(image -> List.of(nameOf(image), image.offset())).toList());
    assertEquals(1, WatchedFileSystem.opens());
  }

  @Test
  void aStoreThatFailsEndsTheListing() {
    new TarFile().with("a/1.jpg", "x").writeTo(tar);
    WatchedFileSystem.fail("shard-0001.tar", new IOException("connection reset"));

    InputException failure =
        assertThrows(
            InputException.class,
            () ->
                new ImageLister(configuration)
                    .list("watched:" + folder, ListingOptions.defaults()));

    assertEquals(
        "Reading the tar 'watched:"
            + tar
            + "' failed: connection reset; make it readable to this account, or take it away, and"
            + " start again.",
        failure.getMessage());
  }

  @Test
  void aSampleOfTarsKeepsTheLabels() {
    new TarFile()
        .with("0001.jpg", "one")
        .with("0001.cls", "7")
        .with("a/0002.jpg", "two")
        .writeTo(tar);
    Path to = folder.resolve("to");

    new ImageSample(configuration)
        .copy(folder.resolve("set").toString(), to.toString(), new SetSize(9, 9), 1);

    ImageListing sample = list(to);
    assertEquals(
        Map.of("shard-0001.tar/7/0001.jpg", "7", "shard-0001.tar/a/0002.jpg", "a"), labels(sample));
  }

  @Test
  void aSampleNeverWritesOutsideItsFolder() {
    new TarFile().with("0001.jpg", "one").with("0001.cls", "../../up").writeTo(tar);

    InputException failure =
        assertThrows(
            InputException.class,
            () ->
                new ImageSample(configuration)
                    .copy(
                        folder.resolve("set").toString(),
                        folder.resolve("to").toString(),
                        new SetSize(9, 9),
                        1));

    assertTrue(failure.getMessage().contains("cannot be the name of a folder"));
  }

  private void assertRestOfTar(ListedImage row, long from, long length) {
    assertEquals(tar.toString(), row.path());
    assertTrue(row.restOfTar());
    assertEquals(from, row.offset());
    assertEquals(length - from, row.length());
  }

  private ImageListing list(Path root) {
    return new ImageLister(configuration).list(root.toString(), ListingOptions.defaults());
  }

  private String failure(Path root) {
    return assertThrows(InputException.class, () -> list(root)).getMessage();
  }

  private static String nameOf(ListedImage image) {
    return image.tar() == null ? image.path() : image.path().substring(image.tar().length() + 1);
  }

  private Map<String, String> labels(ImageListing listing) {
    Map<String, String> labels = new TreeMap<>();
    for (ListedImage image : listing.images()) {
      String name = image.tar() == null ? listing.relativePath(image) : nameOf(image);
      labels.put(name, image.label());
    }
    return labels;
  }

  private Map<String, String> contents(ImageListing listing) throws IOException {
    byte[] bytes = Files.readAllBytes(tar);
    Map<String, String> contents = new TreeMap<>();
    for (ListedImage image : listing.images()) {
      int from = (int) image.offset();
      contents.put(
          nameOf(image), new String(bytes, from, (int) image.length(), StandardCharsets.UTF_8));
    }
    return contents;
  }
}
