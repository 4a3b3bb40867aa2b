package io.github.imagefeatures.job.folder;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.io.IOUtils;

/**
 * Writes files that appear whole or not at all and that take an earlier one's place in one step: a
 * process that is killed at any point leaves the earlier one or the new one, never none.
 */
public final class AtomicFile {
  private final FileSystem store;
  private final String writer;

  /** Something that writes to a stream. */
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /**
   * @param store the store of the files
   * @param writer part of the names of files in the making, so that two writers of one file, each
   *     under its own name, do not mix
   */
  public AtomicFile(FileSystem store, String writer) {
    this.store = store;
    this.writer = writer;
  }

  /**
   * Writes a file.
   *
   * @param file where
   * @param writing gives its content
   * @throws IOException when it is not written; an earlier one is as it was
   */
  public void write(Path file, Writing writing) throws IOException {
    if (store.hasPathCapability(file, CommonPathCapabilities.ETAGS_AVAILABLE)) {
      // An object store: an object is there when its stream is closed, and renaming means copying.
      create(file, writing);
      return;
    }
    Path part = new Path(file.getParent(), "." + file.getName() + "." + writer + ".part");
    try {
      create(part, writing);
      replace(part, file);
    } catch (IOException e) {
      deleteAfter(e, part);
      throw e;
    }
  }

  private void create(Path file, Writing writing) throws IOException {
    try {
      FSDataOutputStream out = store.create(file, true);
      boolean written = false;
      try {
        writing.to(out);
        written = true;
      } finally {
        if (!written) {
          abandon(out);
        }
      }
      out.close();
    } catch (FSError e) {
      // What Hadoop makes of a full local disk.
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** Closing alone would make an object of what has been written so far. */
  private static void abandon(FSDataOutputStream out) {
    if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      out.abort();
    } else {
      IOUtils.closeStream(out);
    }
  }

  private void replace(Path part, Path file) throws IOException {
    boolean done;
    try {
      done = store.rename(part, file);
    } catch (FileAlreadyExistsException e) {
      done = false;
    }
    if (!done) {
      // HDFS replaces a file only through this interface.
      FileContext.getFileContext(store.getUri(), store.getConf())
          .rename(part, file, Rename.OVERWRITE);
    }
  }

  private void deleteAfter(IOException failure, Path part) {
    try {
      store.delete(part, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
