package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.listing.WatchedFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching ahead of need, from a store that is slow and fails. */
final class ReadAheadTest {
  private static final ImageLimits LIMITS = new ImageLimits(100L << 20, 1_000_000);

  @TempDir private Path folder;
  private final Configuration hadoop = new Configuration();

  @AfterAll
  static void forget() {
    WatchedFileSystem.reset();
  }

  @BeforeEach
  void watch() {
    WatchedFileSystem.reset();
    WatchedFileSystem.register(hadoop);
  }

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    assertEquals(List.of(), ReadAheadThreads.left());
  }

  @Test
  void imagesComeInOrderWithTheirContent() {
    List<ListedImage> images = images(100, 1000);
    WatchedFileSystem.delay(2);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      for (ListedImage image : images) {
        assertTrue(reads.hasNext());
        Fetched<ListedImage> fetched = reads.next();
        assertEquals(image, fetched.image());
        assertArrayEquals(contentOf(images.indexOf(image), 1000), fetched.content());
      }
      assertFalse(reads.hasNext());
      assertThrows(NoSuchElementException.class, reads::next);
    }
  }

  @Test
  void manyFilesAreOpenedAtOnceButNoMoreThanTheBound() {
    WatchedFileSystem.delay(20);
    try (ReadAhead reads = new ReadAhead(images(64, 10).iterator(), hadoop, LIMITS)) {
      reads.forEachRemaining(fetched -> {});
    }
    int most = WatchedFileSystem.mostOpening();
    assertTrue(most > ReadAhead.OPEN_FILES / 2, "only " + most + " at once");
    assertTrue(most <= ReadAhead.OPEN_FILES, most + " at once");
  }

  @Test
  void noMoreBytesAreFetchedAheadThanTheBound() {
    // Three fit into the bound, the fourth does not: it is not opened while the first is waited
    // for.
    int third = (int) (ReadAhead.HELD_BYTES / 3);
    List<ListedImage> images = sparseImages(6, third);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      reads.next();
      assertFalse(
          WatchedFileSystem.opened().contains(name(3)), WatchedFileSystem.opened().toString());
      reads.next();
      reads.next();
      assertTrue(reads.hasNext());
    }
  }

  @Test
  void aFileLargerThanTheBoundIsFetchedAlone() {
    List<ListedImage> images = sparseImages(2, (int) ReadAhead.HELD_BYTES + 1);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      assertEquals(ReadAhead.HELD_BYTES + 1, reads.next().content().length);
      assertEquals(1, WatchedFileSystem.opened().size());
      assertEquals(ReadAhead.HELD_BYTES + 1, reads.next().content().length);
    }
  }

  @Test
  void whatCannotBeReadIsRejectedAndTheOthersContinue() throws IOException {
    List<ListedImage> images = new ArrayList<>(images(5, 100));
    images.set(1, new ListedImage(images.get(1).path(), "", 0, 0));
    Files.delete(folder.resolve(name(2)));
    WatchedFileSystem.fail(name(3), new IOException("connection reset"));
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      assertEquals(100, reads.next().content().length);
      assertEquals(RejectionReason.EMPTY, reads.next().rejection().reason());
      assertEquals(RejectionReason.VANISHED, reads.next().rejection().reason());
      Fetched<ListedImage> unreadable = reads.next();
      assertEquals(RejectionReason.UNREADABLE, unreadable.rejection().reason());
      assertEquals(
          "The file cannot be read: connection reset.", unreadable.rejection().getMessage());
      assertEquals(100, reads.next().content().length);
    }
    assertFalse(WatchedFileSystem.opened().contains(name(1)), "an empty file is not opened");
  }

  @Test
  void aFileThatMayNotBeReadIsNotCalledVanished() {
    WatchedFileSystem.fail(name(0), new java.io.FileNotFoundException("x (Permission denied)"));
    try (ReadAhead reads = new ReadAhead(images(1, 100).iterator(), hadoop, LIMITS)) {
      assertEquals(RejectionReason.UNREADABLE, reads.next().rejection().reason());
    }
  }

  @Test
  void aFileThatGrewAboveTheLimitIsRejected() {
    ListedImage small = new ListedImage(images(1, 2000).get(0).path(), "", 10, 0);
    ImageLimits limits = new ImageLimits(1000, 1000);
    try (ReadAhead reads = new ReadAhead(List.of(small).iterator(), hadoop, limits)) {
      assertEquals(RejectionReason.TOO_LARGE, reads.next().rejection().reason());
    }
  }

  @Test
  void aFaultThatIsNoneOfTheFilesEndsTheTask() {
    WatchedFileSystem.fail(name(1), new IllegalStateException("a bug"));
    try (ReadAhead reads = new ReadAhead(images(3, 10).iterator(), hadoop, LIMITS)) {
      reads.next();
      IllegalStateException failure = assertThrows(IllegalStateException.class, reads::next);
      assertTrue(failure.getMessage().contains(name(1)), failure.getMessage());
    }
  }

  @Test
  void closingEarlyStopsTheReaders() throws InterruptedException {
    WatchedFileSystem.delay(60_000);
    ReadAhead reads = new ReadAhead(images(64, 10).iterator(), hadoop, LIMITS);
    Thread task = new Thread(reads::next);
    task.start();
    while (WatchedFileSystem.mostOpening() < ReadAhead.OPEN_FILES) {
      Thread.onSpinWait();
    }
    reads.close();
    task.join();
    assertTrue(WatchedFileSystem.opened().isEmpty());
  }

  @Test
  void neighboursInATarAreFetchedByOneOpen() {
    List<ListedImage> images = tarOf(500, 5000);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      for (ListedImage image : images) {
        Fetched<ListedImage> fetched = reads.next();
        assertEquals(image, fetched.image());
        assertArrayEquals(contentOf(images.indexOf(image), 5000), fetched.content());
      }
      assertFalse(reads.hasNext());
    }
    assertEquals(1, WatchedFileSystem.opens(), "2.5 MB in all");
  }

  @Test
  void imagesFarApartInATarAreFetchedAtOnceByOpensOfTheirOwn() {
    List<ListedImage> images = new ArrayList<>(tarOf(40, 1 << 20));
    images.removeIf(image -> images.indexOf(image) % 8 != 0);
    WatchedFileSystem.delay(20);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      reads.forEachRemaining(fetched -> assertEquals(1 << 20, fetched.content().length));
    }
    assertEquals(images.size(), WatchedFileSystem.opens());
    assertTrue(WatchedFileSystem.mostOpening() > 1);
  }

  @Test
  void aTarThatWasWrittenAnewIsNotReadInPlaceOfTheListedOne() {
    List<ListedImage> images = tarOf(3, 100);
    assertTrue(folder.resolve("images.tar").toFile().setLastModified(1_000_000));
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      reads.forEachRemaining(
          fetched -> assertEquals(RejectionReason.VANISHED, fetched.rejection().reason()));
    }
    assertEquals(0, WatchedFileSystem.opens());
  }

  @Test
  void ofATarThatIsGoneOrCannotBeReadEachImageIsRejected() throws IOException {
    List<ListedImage> images = tarOf(3, 100);
    WatchedFileSystem.fail("images.tar", new IOException("connection reset"));
    assertEquals(
        List.of(RejectionReason.UNREADABLE, RejectionReason.UNREADABLE, RejectionReason.UNREADABLE),
        reasons(images));
    Files.delete(folder.resolve("images.tar"));
    assertEquals(
        List.of(RejectionReason.VANISHED, RejectionReason.VANISHED, RejectionReason.VANISHED),
        reasons(images));
  }

  @Test
  void whatLiesBeyondTheEndOfATarIsCorruptAndTheRestIsRead() throws IOException {
    List<ListedImage> images = new ArrayList<>(tarOf(3, 1000));
    Path tar = folder.resolve("images.tar");
    long modified = tar.toFile().lastModified();
    ListedImage last = images.get(2);
    Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), (int) last.offset() + 400));
    assertTrue(tar.toFile().setLastModified(modified));
    images.add(new ListedImage(last.tar(), "", 7, modified, last.tar(), last.offset() + 600));
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      assertEquals(1000, reads.next().content().length);
      assertEquals(1000, reads.next().content().length);
      assertEquals(
          "The tar ends within this image, after 400 of its 1000 bytes; what followed it is lost.",
          reads.next().rejection().getMessage());
      Fetched<ListedImage> rest = reads.next();
      assertEquals(RejectionReason.CORRUPT, rest.rejection().reason());
      assertTrue(rest.rejection().getMessage().contains("at byte " + (last.offset() + 600)));
      assertFalse(reads.hasNext());
    }
  }

  @Test
  void limitsHoldForImagesInTars() {
    List<ListedImage> images = new ArrayList<>(tarOf(2, 2000));
    images.addAll(0, tarOf(1, 0));
    ImageLimits limits = new ImageLimits(1000, 1000);
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, limits)) {
      assertEquals(RejectionReason.EMPTY, reads.next().rejection().reason());
      assertEquals(RejectionReason.TOO_LARGE, reads.next().rejection().reason());
      assertEquals(RejectionReason.TOO_LARGE, reads.next().rejection().reason());
    }
  }

  private List<RejectionReason> reasons(List<ListedImage> images) {
    List<RejectionReason> reasons = new ArrayList<>();
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, LIMITS)) {
      reads.forEachRemaining(fetched -> reasons.add(fetched.rejection().reason()));
    }
    return reasons;
  }

  /** Listed without having been opened, as far as is counted. */
  private List<ListedImage> tarOf(int count, int length) {
    TarFile tar = new TarFile();
    for (int i = 0; i < count; i++) {
      tar.with(name(i), contentOf(i, length));
    }
    Path file = tar.writeTo(folder.resolve("images.tar"));
    List<ListedImage> images =
        new ImageLister(hadoop).list("watched:" + file, ListingOptions.defaults()).images();
    WatchedFileSystem.reset();
    return images;
  }

  private List<ListedImage> images(int count, int length) {
    List<ListedImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image(i, length));
      write(i, contentOf(i, length));
    }
    return images;
  }

  private List<ListedImage> sparseImages(int count, int length) {
    List<ListedImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image(i, length));
      try (var file = new java.io.RandomAccessFile(folder.resolve(name(i)).toFile(), "rw")) {
        file.setLength(length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return images;
  }

  private ListedImage image(int i, int length) {
    return new ListedImage("watched:" + folder.resolve(name(i)), "", length, 0);
  }

  private void write(int i, byte[] content) {
    try {
      Files.write(folder.resolve(name(i)), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(int i) {
    return "image-%03d.jpg".formatted(i);
  }

  private static byte[] contentOf(int i, int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) i);
    return content;
  }
}
