package io.github.imagefeatures.listing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A tar as a stream that skips without reading. What is read comes in windows, each one request to
 * the store: large ones where headers lie close together, because a request to an object store
 * costs as much time as some megabytes; small ones where the images between them are larger still.
 *
 * <p>A store that fails is told from a tar that is damaged: the one throws {@link
 * UncheckedIOException}, the other {@link IOException}.
 */
final class TarInput extends InputStream {

  /** The window for a local disk, where what lies between headers is skipped. */
  static final int LOCAL_WINDOW = 4 << 10;

  /** The largest window for a remote store. */
  static final int REMOTE_WINDOW = 4 << 20;

  private static final int FIRST_REMOTE_WINDOW = 64 << 10;
  private static final int NEAR = 1 << 20;

  private final FSDataInputStream file;
  private final long length;
  private final int smallest;
  private final int largest;
  private byte[] window = new byte[0];
  private long windowStart;
  private long position;
  private int allowance;

  /**
   * @param file the tar
   * @param length the length of the tar, in bytes
   * @param largest window, {@link #LOCAL_WINDOW} or {@link #REMOTE_WINDOW}
   */
  TarInput(FSDataInputStream file, long length, int largest) {
    this.file = file;
    this.length = length;
    this.smallest = Math.min(FIRST_REMOTE_WINDOW, largest);
    this.largest = largest;
  }

  long length() {
    return length;
  }

  long position() {
    return position;
  }

  void seek(long to) {
    position = Math.min(to, length);
  }

  /** Lets so many bytes be read from here on: a header may claim to be as long as it likes. */
  void allow(int bytes) {
    allowance = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (position >= length) {
      return -1;
    }
    if (allowance <= 0 && count > 0) {
      throw new IOException("A header is too long");
    }
    fillWindow();
    int from = (int) (position - windowStart);
    int read = Math.min(count, window.length - from);
    System.arraycopy(window, from, target, offset, read);
    position += read;
    allowance -= read;
    return read;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, length - position));
    position += skipped;
    return skipped;
  }

  private void fillWindow() {
    long windowEnd = windowStart + window.length;
    if (position >= windowStart && position < windowEnd) {
      return;
    }
    boolean near = position >= windowEnd && position - windowEnd <= NEAR;
    int size = near ? Math.min(largest, Math.max(smallest, 2 * window.length)) : smallest;
    window = new byte[(int) Math.min(size, length - position)];
    windowStart = position;
    try {
      file.readFully(windowStart, window);
    } catch (IOException failure) {
      window = new byte[0];
      throw new UncheckedIOException(failure);
    }
  }
}
