package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.listing.ListedImage;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;

/**
 * Fetches the content of a task's images ahead of need, in order, so that computing does not wait
 * for a store's latency. No more than a fixed number of files is open at once, and no more than a
 * fixed number of bytes is held, as far as lengths are known; a single larger file is held alone.
 * Neighbours in a tar are fetched together.
 */
final class ReadAhead implements Iterator<Fetched<ListedImage>>, AutoCloseable {
  /** Enough that 30 ms to open a file do not show at 300 images/s a core. */
  static final int OPEN_FILES = 16;

  /** What one task holds in fetched files at most. */
  static final long HELD_BYTES = 64L << 20;

  private static final int CLOSE_SECONDS = 10;

  private final Iterator<Extent> extents;
  private final ImageContents contents;
  private final ExecutorService readers = Executors.newFixedThreadPool(OPEN_FILES, daemons());
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Iterator<Fetched<ListedImage>> current = Collections.emptyIterator();
  private long currentBytes;
  private long heldBytes;
  private Extent next;

  ReadAhead(Iterator<ListedImage> images, Configuration hadoop, ImageLimits limits) {
    this.extents = Extent.of(images, HELD_BYTES / OPEN_FILES);
    this.contents = new ImageContents(hadoop, limits);
    advance();
  }

  private record Pending(Extent extent, Future<List<Fetched<ListedImage>>> fetched) {}

  @Override
  public boolean hasNext() {
    return current.hasNext() || !pending.isEmpty() || next != null;
  }

  @Override
  public Fetched<ListedImage> next() {
    fetchAhead();
    if (!current.hasNext()) {
      nextExtent();
    }
    Fetched<ListedImage> fetched = current.next();
    if (!current.hasNext()) {
      heldBytes -= currentBytes;
    }
    return fetched;
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

  private void nextExtent() {
    Pending first = pending.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    try {
      current = first.fetched().get().iterator();
      currentBytes = first.extent().bytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was stopped while it waited for a file", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Fetching " + first.extent().file() + " failed", e.getCause());
    }
  }

  private void fetchAhead() {
    while (next != null
        && pending.size() < OPEN_FILES
        && (heldBytes == 0 || heldBytes + next.bytes() <= HELD_BYTES)) {
      Extent extent = next;
      heldBytes += extent.bytes();
      pending.add(new Pending(extent, readers.submit(() -> contents.fetch(extent))));
      advance();
    }
  }

  private void advance() {
    next = extents.hasNext() ? extents.next() : null;
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
