package io.github.imagefeatures.bench;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
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
 * An object store that is only names: {@code names://of-1000000/} holds a million images in a
 * thousand folders, none of which can be opened. Listed as S3 is, a thousand keys a request. Hadoop
 * makes it by its name.
 */
public final class NamesFileSystem extends FileSystem {
  static final String SCHEME = "names";

  /** A number alone is no host, and Java takes long to find that out for each address. */
  static final String HOST = "of-";

  private static final int CLASSES = 1_000;
  private static final long HIGHEST = 10_000_000_000L;
  private static final int LENGTH = 246;
  private static final int KEYS_A_REQUEST = 1_000;
  private static final AtomicLong LISTINGS = new AtomicLong();

  private URI uri;
  private long images;

  /** How often the store has been asked for a thousand names. */
  static long listings() {
    return LISTINGS.get();
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create(SCHEME + "://" + name.getAuthority());
    images = Long.parseLong(name.getAuthority().substring(HOST.length()));
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return path.getName().endsWith(".bmp")
        ? image(path)
        : new FileStatus(0, true, 1, 1, 0, makeQualified(path));
  }

  private FileStatus image(Path path) {
    return new FileStatus(LENGTH, false, 1, LENGTH, 1_000, makeQualified(path));
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path folder, boolean recursive) {
    return new RemoteIterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < images;
      }

      @Override
      public LocatedFileStatus next() {
        if (next >= images) {
          throw new NoSuchElementException();
        }
        if (next % KEYS_A_REQUEST == 0) {
          LISTINGS.incrementAndGet();
        }
        long perClass = 1 + (images - 1) / CLASSES;
        // Padded, so that they come in the order in which S3 lists.
        String folder = Long.toString(CLASSES + next / perClass).substring(1);
        String name = Long.toString(HIGHEST + next).substring(1);
        next++;
        return new LocatedFileStatus(
            image(new Path(uri + "/class-" + folder + "/image-" + name + ".bmp")), null);
      }
    };
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    throw new UnsupportedOperationException("Names have no content.");
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws FileNotFoundException {
    throw new FileNotFoundException("The store lists all below a folder, and no folder: " + folder);
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
    throw new UnsupportedOperationException("Names are only read.");
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Names are only read.");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("Names are only read.");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException("Names are only read.");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException("Names are only read.");
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw new UnsupportedOperationException("Names are only read.");
  }
}
