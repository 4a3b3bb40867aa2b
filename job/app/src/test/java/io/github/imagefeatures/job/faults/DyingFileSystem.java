package io.github.imagefeatures.job.faults;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under {@code dying:///}. After a given number of changes to what readers see, that
 * is, to anything outside of working folders, nothing of what the process does reaches the disk any
 * more: to those who look at the disk it was killed there. It can pass for a store that copies what
 * it renames.
 */
public final class DyingFileSystem extends RawLocalFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile String last = "";

  /** The setting that has it pass for a store that copies what it renames. */
  static final String COPIES = "fs.dying.copies";

  /** Lets the next process make so many changes. */
  static void dieAfter(int changes) {
    LEFT.set(changes);
    last = "";
  }

  /** Lets the next process make all changes up to the first to a file of that name. */
  static void dieBefore(String name) {
    LEFT.set(Integer.MAX_VALUE);
    last = name;
  }

  /** Whether a process has met its end. */
  static boolean died() {
    return LEFT.get() < 0;
  }

  @Override
  public URI getUri() {
    return URI.create("dying:///");
  }

  @Override
  public String getScheme() {
    return "dying";
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ETAGS_AVAILABLE)
            && getConf().getBoolean(COPIES, false)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change(isSeen(from) || isSeen(to));
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change((isSeen(path) || path.getName().equals("_working")) && exists(path));
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    change(false);
    return super.mkdirs(path);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    change(false);
    return super.mkdirs(path, permission);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    dieBeforeLast(path);
    change(isSeen(path));
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    dieBeforeLast(path);
    change(isSeen(path));
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    return Stream.of(super.listStatus(folder)).map(this::plain).toArray(FileStatus[]::new);
  }

  private static void dieBeforeLast(Path path) {
    if (!last.isEmpty() && path.getName().contains(last)) {
      LEFT.set(0);
    }
  }

  private static void change(boolean isSeen) throws IOException {
    if (LEFT.get() < 0 || isSeen && LEFT.decrementAndGet() < 0) {
      throw new IOException("The process is dead.");
    }
  }

  private static boolean isSeen(Path path) {
    return !path.toString().contains("/_");
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
}
