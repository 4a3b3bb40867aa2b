package io.github.imagefeatures.session;

import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files without the checksum files that Hadoop lays beside them. A {@link LocalFileSystem}
 * still, because Spark casts to it when it reads a model.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {

  /** Makes the file system; Hadoop calls this by reflection. */
  public PlainLocalFileSystem() {
    super(new RawLocalFileSystem());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }
}
