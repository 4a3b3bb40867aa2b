package io.github.imagefeatures.bench;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A store that is only names: {@code names://of-1000000/} holds a million images in a thousand
 * folders. Each is drawn when it is opened, a bitmap whose first pixel tells the folder. Hadoop
 * makes it by its name.
 */
public final class NamesFileSystem extends FileSystem {
  static final String SCHEME = "names";

  /** A number alone is no host, and Java takes long to find that out for each address. */
  static final String HOST = "of-";

  private static final int CLASSES = 1_000;
  private static final long HIGHEST = 10_000_000_000L;

  /** Width and height of each image. */
  static final int SIDE = 8;

  private static final int HEADER = 54;
  static final int LENGTH = HEADER + 3 * SIDE * SIDE;

  private URI uri;
  private long images;

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
        return new LocatedFileStatus(image(new Path(uri + "/" + key(next++, images))), null);
      }
    };
  }

  /** The name of one of so many images: in the order in which S3 lists them. */
  static String key(long index, long images) {
    long perClass = 1 + (images - 1) / CLASSES;
    String folder = Long.toString(CLASSES + index / perClass).substring(1);
    return "class-" + folder + "/image-" + Long.toString(HIGHEST + index).substring(1) + ".bmp";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new Drawn(bitmap(path)));
  }

  private static byte[] bitmap(Path path) {
    byte[] pixels = new byte[LENGTH - HEADER];
    new Random(path.getName().hashCode()).nextBytes(pixels);
    int folder = Integer.parseInt(path.getParent().getName().replaceFirst("class-", ""));
    ByteBuffer.wrap(pixels).put((byte) 0).put((byte) (folder >> Byte.SIZE)).put((byte) folder);
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'B', 'M'})
        .putInt(LENGTH)
        .putInt(0)
        .putInt(HEADER)
        .putInt(HEADER - 14)
        .putInt(SIDE)
        .putInt(-SIDE)
        .putShort((short) 1)
        .putShort((short) 24)
        .put(HEADER, pixels)
        .array();
  }

  /** A file of which all bytes are there. */
  private static final class Drawn extends FSInputStream {
    private final ByteBuffer bytes;

    Drawn(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = Math.min(length, bytes.remaining());
      bytes.get(into, offset, count);
      return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void seek(long position) {
      bytes.position((int) position);
    }

    @Override
    public long getPos() {
      return bytes.position();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
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
