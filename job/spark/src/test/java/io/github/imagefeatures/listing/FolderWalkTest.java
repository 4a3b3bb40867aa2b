package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing a store that knows folders only and takes its time for each. */
final class FolderWalkTest {
  private static final int FOLDERS = 131;

  @TempDir private java.nio.file.Path folder;
  private final Configuration configuration = new Configuration();

  /** Local files under {@code folders:///}. */
  public static final class SlowFolders extends RawLocalFileSystem {
    private static final AtomicInteger LISTINGS = new AtomicInteger();
    private static final AtomicInteger LISTING = new AtomicInteger();
    private static final AtomicInteger MOST_LISTING = new AtomicInteger();

    @Override
    public URI getUri() {
      return URI.create("folders:///");
    }

    @Override
    public String getScheme() {
      return "folders";
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      MOST_LISTING.accumulateAndGet(LISTING.incrementAndGet(), Math::max);
      LISTINGS.incrementAndGet();
      try {
        Thread.sleep(20);
        if (path.getName().equals("broken")) {
          throw new IOException("connection reset");
        }
        return Stream.of(super.listStatus(path)).map(this::plain).toArray(FileStatus[]::new);
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        LISTING.decrementAndGet();
      }
    }

    private FileStatus plain(FileStatus status) {
      return new FileStatus(
          status.getLen(),
          status.isDirectory(),
          1,
          status.getBlockSize(),
          status.getModificationTime(),
          status.getPath());
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    configuration.set("fs.folders.impl", SlowFolders.class.getName());
    SlowFolders.LISTINGS.set(0);
    SlowFolders.MOST_LISTING.set(0);
    for (int i = 0; i < FOLDERS; i++) {
      java.nio.file.Path image = folder.resolve("set/class-%03d/deep/1.jpg".formatted(i));
      Files.createDirectories(image.getParent());
      Files.createFile(image);
    }
  }

  @Test
  void foldersAreListedManyAtOnceAndEachOnce() {
    ImageListing slow = list("folders:" + folder);
    ImageListing local = list(folder.toString());

    assertEquals(FOLDERS, slow.matched());
    assertEquals(
        local.images().stream().map(local::relativePath).toList(),
        slow.images().stream().map(slow::relativePath).toList());
    assertEquals(2 + 2 * FOLDERS, SlowFolders.LISTINGS.get());
    int most = SlowFolders.MOST_LISTING.get();
    assertTrue(most > 4 && most <= FolderWalk.FOLDERS_AT_ONCE, most + " at once");
  }

  @Test
  void aFolderThatFailsEndsTheListing() throws IOException {
    Files.createDirectories(folder.resolve("set/class-007/broken"));

    InputException failure = assertThrows(InputException.class, () -> list("folders:" + folder));

    assertTrue(
        failure.getMessage().contains("failed: connection reset; check"), failure.getMessage());
  }

  @Test
  void aStoreWithAFlatListingIsNotWalked() throws IOException {
    try (FileSystem s3 = new S3AFileSystem()) {
      assertFalse(FolderWalk.isNeeded(s3));
    }
    assertFalse(FolderWalk.isNeeded(new StoreFileSystem()));
    assertTrue(FolderWalk.isNeeded(new SlowFolders()));
  }

  private ImageListing list(String root) {
    return new ImageLister(configuration).list(root, ListingOptions.defaults());
  }
}
