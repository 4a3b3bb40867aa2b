package io.github.imagefeatures.listing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store that knows keys and no folders: {@code store://bucket/}. It answers one flat
 * listing, counts how often it was asked, takes its time, and fails after as many keys as a test
 * wants.
 */
public final class StoreFileSystem extends FileSystem {

  /** Keys in one answer of an object store. */
  public static final int PAGE = 1000;

  /**
   * What lies in a bucket: so many keys, the failure at the end of them if any, how long each page
   * of them takes, and how often they were listed.
   */
  public record Bucket(
      long size,
      LongFunction<String> keys,
      IOException failure,
      long pageMillis,
      AtomicInteger listings) {

    static Bucket of(String... keys) {
      return of(keys.length, i -> keys[(int) i]);
    }

    static Bucket failing(IOException failure, String... keys) {
      return new Bucket(keys.length, i -> keys[(int) i], failure, 0, new AtomicInteger());
    }

    static Bucket of(long size, LongFunction<String> keys) {
      return slow(size, keys, 0);
    }

    /** One whose answers take their time. */
    public static Bucket slow(long size, LongFunction<String> keys, long pageMillis) {
      return new Bucket(size, keys, null, pageMillis, new AtomicInteger());
    }
  }

  static final long MODIFIED = 1_700_000_000_000L;

  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

  private URI uri;

  /** Puts a bucket up and returns the configuration that finds it. */
  public static Configuration with(String name, Bucket bucket) {
    BUCKETS.put(name, bucket);
    Configuration configuration = new Configuration();
    configuration.set("fs.store.impl", StoreFileSystem.class.getName());
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    uri = URI.create("store://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (!BUCKETS.containsKey(uri.getAuthority())) {
      throw new FileNotFoundException("No such bucket: " + uri);
    }
    return new FileStatus(0, true, 1, 1, MODIFIED, path);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path root, boolean recursive) {
    Bucket bucket = BUCKETS.get(uri.getAuthority());
    bucket.listings().incrementAndGet();
    return new RemoteIterator<>() {
      private long next;

      @Override
      public boolean hasNext() throws IOException {
        if (next % PAGE == 0 && next < bucket.size()) {
          pause(bucket.pageMillis());
        }
        if (next == bucket.size() && bucket.failure() != null) {
          throw bucket.failure();
        }
        return next < bucket.size();
      }

      @Override
      public LocatedFileStatus next() {
        String key = bucket.keys().apply(next++);
        Path path = new Path(uri.getScheme(), uri.getAuthority(), "/" + key);
        return new LocatedFileStatus(
            new FileStatus(next, false, 1, 1, MODIFIED, path), new BlockLocation[0]);
      }
    };
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw new AssertionError("A flat store was listed folder by folder: " + path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    throw new AssertionError("A listing opened " + path);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.getScheme(), uri.getAuthority(), "/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException();
  }
}
