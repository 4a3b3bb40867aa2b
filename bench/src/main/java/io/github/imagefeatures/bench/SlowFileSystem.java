package io.github.imagefeatures.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk as {@code slow:///}, with the latency of an object store far away: 30 ms for every
 * open, 100 ms for every listing of a folder. Hadoop makes it by its name.
 */
public final class SlowFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "slow";

  private static final long OPEN_MILLIS = 30;
  private static final long LISTING_MILLIS = 100;

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    pause(OPEN_MILLIS);
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    pause(LISTING_MILLIS);
    return super.listStatus(folder);
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the store took its time");
    }
  }
}
