package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.failure.StoreFailure;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ImageStore;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.S3Keys;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of a tar's images, whatever they are, in order. Small files are fetched ahead, many at
 * once, so that packing does not wait for a store's latency; a large one is copied as it comes.
 */
final class SourceImages implements AutoCloseable {
  /** Enough that 30 ms to open a file do not show. */
  private static final int OPEN_FILES = 16;

  /** What all open files have together is 64 MiB at most. */
  private static final int MOST_AHEAD = 4 << 20;

  private static final int BUFFER = 1 << 16;

  private final Iterator<ListedImage> toFetch;
  private final Configuration hadoop;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          OPEN_FILES,
          work -> {
            Thread thread = new Thread(work, "pack-reader");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();

  SourceImages(List<ListedImage> images, Configuration hadoop) {
    this.toFetch = images.iterator();
    this.hadoop = hadoop;
    fetchAhead();
  }

  /** An image that is not there as it was listed. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
      super(reason);
    }
  }

  /**
   * Copies the next image.
   *
   * @param image it
   * @param out gets as many bytes as were listed
   * @throws UnreadableException when it cannot be read as it was listed
   * @throws InputException when it is the store that fails
   * @throws IOException when it cannot be written
   */
  void copy(ListedImage image, OutputStream out) throws IOException, UnreadableException {
    byte[] content = await(ahead.remove(), image);
    fetchAhead();
    if (content == null) {
      copyLarge(image, out);
    } else {
      requireLength(image, content.length);
      out.write(content);
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }

  private void fetchAhead() {
    while (ahead.size() < OPEN_FILES && toFetch.hasNext()) {
      ListedImage image = toFetch.next();
      ahead.add(
          image.length() > MOST_AHEAD
              ? CompletableFuture.completedFuture(null)
              : readers.submit(() -> fetch(image)));
    }
  }

  /** One byte more than was listed tells that a file has grown. */
  private byte[] fetch(ListedImage image) throws IOException {
    try (InputStream in = open(image)) {
      return in.readNBytes((int) image.length() + 1);
    }
  }

  private byte[] await(Future<byte[]> fetched, ListedImage image)
      throws IOException, UnreadableException {
    try {
      return fetched.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException(e.toString()).initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw unreadable(image, failure);
      }
      throw new IllegalStateException("Reading " + image.path() + " failed", e.getCause());
    }
  }

  private void copyLarge(ListedImage image, OutputStream out)
      throws IOException, UnreadableException {
    byte[] buffer = new byte[BUFFER];
    long copied = 0;
    try (InputStream in = openLarge(image)) {
      int read = read(image, in, buffer);
      while (read >= 0) {
        copied += read;
        if (copied > image.length()) {
          requireLength(image, copied);
        }
        out.write(buffer, 0, read);
        read = read(image, in, buffer);
      }
    }
    requireLength(image, copied);
  }

  private InputStream openLarge(ListedImage image) throws UnreadableException {
    try {
      return open(image);
    } catch (IOException failure) {
      throw unreadable(image, failure);
    }
  }

  private int read(ListedImage image, InputStream in, byte[] buffer) throws UnreadableException {
    try {
      return in.read(buffer);
    } catch (IOException failure) {
      throw unreadable(image, failure);
    }
  }

  private InputStream open(ListedImage image) throws IOException {
    Path path = ImagePath.file(image.path());
    return ImageStore.openWhole(ImageStore.of(path, hadoop), path, image.length());
  }

  private static void requireLength(ListedImage image, long length) throws UnreadableException {
    if (length != image.length()) {
      throw new UnreadableException(
          length > image.length()
              ? "it has grown since it was listed"
              : String.format(
                  Locale.ROOT, "it ends after %,d of %,d bytes", length, image.length()));
    }
  }

  /**
   * @throws InputException when it is the store that fails
   */
  private UnreadableException unreadable(ListedImage image, IOException failure) {
    try {
      Path path = ImagePath.file(image.path());
      FileSystem store = ImageStore.of(path, hadoop);
      if (!ImageStore.isLocal(store)) {
        StoreFailure.in(failure)
            .ifPresent(
                found -> {
                  throw found.ofImages();
                });
      }
      if (failure instanceof FileNotFoundException && !store.exists(path)) {
        return new UnreadableException(
            S3Keys.behind(store, path)
                .map("its key '%s' has an empty part, '.' or '..' between slashes"::formatted)
                .orElse("it is gone, or a link to nothing"));
      }
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
    return new UnreadableException(Credentials.masked(Reason.of(failure)));
  }
}
