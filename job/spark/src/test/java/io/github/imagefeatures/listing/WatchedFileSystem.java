package io.github.imagefeatures.listing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files under {@code watched:///}, whose opens take time, are counted and can be made to
 * fail. Register it with {@link #register}; what was set and counted holds for the JVM until {@link
 * #reset}.
 */
public final class WatchedFileSystem extends RawLocalFileSystem {
  private static final Map<String, Throwable> FAILURES = new ConcurrentHashMap<>();
  private static final Set<String> ONCE = ConcurrentHashMap.newKeySet();
  private static final Map<String, Integer> OPENS = new ConcurrentHashMap<>();
  private static final AtomicInteger OPENING = new AtomicInteger();
  private static final AtomicInteger MOST_OPENING = new AtomicInteger();
  private static volatile long latencyMillis;

  /** Makes the scheme known. */
  public static void register(Configuration hadoop) {
    hadoop.set("fs.watched.impl", WatchedFileSystem.class.getName());
    hadoop.setBoolean("fs.watched.impl.disable.cache", true);
  }

  /** Forgets all failures and counts. */
  public static void reset() {
    FAILURES.clear();
    ONCE.clear();
    OPENS.clear();
    MOST_OPENING.set(0);
    latencyMillis = 0;
  }

  /** Opening this file fails from now on. */
  public static void fail(String name, Throwable failure) {
    FAILURES.put(name, failure);
  }

  /** Opening this file fails once. */
  public static void failOnce(String name, Throwable failure) {
    ONCE.add(name);
    FAILURES.put(name, failure);
  }

  public static void delay(long millis) {
    latencyMillis = millis;
  }

  /** Names of the files that were opened. */
  public static Set<String> opened() {
    return Set.copyOf(OPENS.keySet());
  }

  /** How often any file was opened. */
  public static int opens() {
    return OPENS.values().stream().mapToInt(Integer::intValue).sum();
  }

  public static int mostOpening() {
    return MOST_OPENING.get();
  }

  @Override
  public URI getUri() {
    return URI.create("watched:///");
  }

  @Override
  public String getScheme() {
    return "watched";
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    return Stream.of(super.listStatus(folder)).map(this::plain).toArray(FileStatus[]::new);
  }

  /** A local file's own status asks for its permissions by a path that must be local. */
  private FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    MOST_OPENING.accumulateAndGet(OPENING.incrementAndGet(), Math::max);
    try {
      Thread.sleep(latencyMillis);
      OPENS.merge(path.getName(), 1, Integer::sum);
      String name = path.getName();
      Throwable failure = ONCE.contains(name) ? FAILURES.remove(name) : FAILURES.get(name);
      if (failure instanceof IOException io) {
        throw io;
      } else if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      return super.open(path, bufferSize);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FileNotFoundException("interrupted");
    } finally {
      OPENING.decrementAndGet();
    }
  }
}
