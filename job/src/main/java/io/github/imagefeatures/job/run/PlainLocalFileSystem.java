package io.github.imagefeatures.job.run;

import org.apache.hadoop.fs.LocalFileSystem;

/**
 * The local disk without the hidden checksum file that Hadoop would lay beside every file. Still a
 * {@link LocalFileSystem}, which parts of Hadoop cast it to.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {
  /** For Hadoop, which makes it by name. */
  public PlainLocalFileSystem() {
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }
}
