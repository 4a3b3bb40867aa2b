package io.github.imagefeatures.job.featurize;

import io.github.imagefeatures.job.image.ImageLimits;
import io.github.imagefeatures.job.image.RejectedImageException;
import io.github.imagefeatures.job.image.RejectionReason;
import io.github.imagefeatures.job.source.ImageStore;
import io.github.imagefeatures.job.source.ListedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Fetches the content of a task's images ahead of need, in order, so that computing does not wait
 * for a store's latency. No more than a fixed number of files is open at once, and no more than a
 * fixed number of bytes is held; a single larger file is held alone.
 */
final class ReadAhead implements Iterator<ReadAhead.Fetched>, AutoCloseable {
  /** Enough that 30 ms to open a file do not show at 300 images/s a core. */
  static final int OPEN_FILES = 16;

  /** What one task holds in fetched files at most. */
  static final long HELD_BYTES = 64L << 20;

  private static final int CLOSE_SECONDS = 10;

  private final Iterator<ListedImage> images;
  private final Configuration hadoop;
  private final ImageLimits limits;
  private final ExecutorService readers = Executors.newFixedThreadPool(OPEN_FILES, daemons());
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long heldBytes;
  private ListedImage next;

  ReadAhead(Iterator<ListedImage> images, Configuration hadoop, ImageLimits limits) {
    this.images = images;
    this.hadoop = hadoop;
    this.limits = limits;
    advance();
  }

  /** An image with its content, or with the reason why it cannot be had; one of them is null. */
  record Fetched(ListedImage image, byte[] content, RejectedImageException rejection) {}

  private record Pending(ListedImage image, Future<Fetched> fetched) {}

  @Override
  public boolean hasNext() {
    return !pending.isEmpty() || next != null;
  }

  @Override
  public Fetched next() {
    fetchAhead();
    Pending first = pending.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    try {
      Fetched fetched = first.fetched().get();
      heldBytes -= first.image().length();
      return fetched;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was stopped while it waited for a file", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Fetching " + first.image().path() + " failed", e.getCause());
    }
  }

  /** Ends the reading threads; what they had fetched is lost. */
  @Override
  public void close() {
    readers.shutdownNow();
    try {
      readers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fetchAhead() {
    while (next != null
        && pending.size() < OPEN_FILES
        && (pending.isEmpty() || heldBytes + next.length() <= HELD_BYTES)) {
      ListedImage image = next;
      heldBytes += image.length();
      pending.add(new Pending(image, readers.submit(() -> fetch(image))));
      advance();
    }
  }

  private void advance() {
    next = images.hasNext() ? images.next() : null;
  }

  private Fetched fetch(ListedImage image) {
    try {
      limits.checkLength(image.length());
      return new Fetched(image, read(image), null);
    } catch (RejectedImageException e) {
      return new Fetched(image, null, e);
    } catch (IOException e) {
      return isGone(image, e)
          ? rejected(image, RejectionReason.VANISHED, "The file is gone since it was listed.")
          : rejected(
              image, RejectionReason.UNREADABLE, "The file cannot be read: " + e.getMessage());
    }
  }

  /** A local file that may not be read is reported as not found, too. */
  private boolean isGone(ListedImage image, IOException failure) {
    try {
      Path path = new Path(image.path());
      return failure instanceof FileNotFoundException && !ImageStore.of(path, hadoop).exists(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** No more than the limit, for a file that has grown since it was listed. */
  private byte[] read(ListedImage image) throws IOException, RejectedImageException {
    Path path = new Path(image.path());
    FileSystem store = ImageStore.of(path, hadoop);
    try (InputStream in = open(store, path, image.length())) {
      byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.maxBytes() + 1));
      limits.checkLength(content.length);
      return content;
    }
  }

  /** Says what is known, so that an object store needs one request and not two. */
  private static InputStream open(FileSystem store, Path path, long length) throws IOException {
    return FutureIO.awaitFuture(
        store
            .openFile(path)
            .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "whole-file")
            .optLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length)
            .build());
  }

  private static Fetched rejected(ListedImage image, RejectionReason reason, String message) {
    return new Fetched(image, null, new RejectedImageException(reason, message));
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "read-ahead-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
