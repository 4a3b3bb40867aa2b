package io.github.imagefeatures.job.faults;

import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system with a bug: whoever looks at a file meets a NullPointerException. */
public final class NullPointerFileSystem extends RawLocalFileSystem {
  /** Takes addresses of any scheme and host for its own. */
  @Override
  protected void checkPath(Path path) {}

  @Override
  public FileStatus getFileStatus(Path path) {
    throw new NullPointerException("planted at " + path);
  }
}
