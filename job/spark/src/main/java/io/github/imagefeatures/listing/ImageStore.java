package io.github.imagefeatures.listing;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The file system in which images lie, for listing them and for opening them. */
public final class ImageStore {
  private static final URI DISK = URI.create("file:///");

  private ImageStore() {}

  /**
   * The file system of a path. A local one comes without Hadoop's checksum layer, which looks for a
   * second file beside each one and fails on names with a colon.
   *
   * @param path such as {@code ImagePath.file(listedImage.path())}
   * @param configuration where Hadoop finds its file systems and their credentials
   * @return a file system that is shared within this JVM; not to be closed
   * @throws IOException if there is none for this kind of address, or it cannot be reached
   */
  public static FileSystem of(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /**
   * Opens a file of which parts are wanted, each by {@code readFully} with its position: one
   * request to an object store for each, and none to open the file.
   *
   * @param store the file's
   * @param status the file's, from this store
   * @return the file
   * @throws IOException if it cannot be opened
   */
  public static FSDataInputStream openInParts(FileSystem store, FileStatus status)
      throws IOException {
    return opened(
        store
            .openFile(status.getPath())
            .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "random")
            .withFileStatus(status));
  }

  /**
   * Opens a file that is read from its beginning to its end. Says what is known, so that an object
   * store needs one request and not two. Files of the disk come without what Hadoop does for each
   * stream, which takes three times as long as reading.
   *
   * @param store the file's
   * @param path the file's, as listed
   * @param length in bytes, or {@link ListedImage#UNKNOWN_LENGTH}
   * @return its bytes; of an object store no more than the length
   * @throws IOException if it cannot be opened
   */
  public static InputStream openWhole(FileSystem store, Path path, long length) throws IOException {
    if (isLocal(store)) {
      if (ByteNames.isNoText(path.toString())) {
        return Files.newInputStream(ByteNames.file(path.toUri().getPath()));
      }
      return new FileInputStream(((RawLocalFileSystem) store).pathToFile(path));
    }
    FutureDataInputStreamBuilder file =
        store.openFile(path).opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "whole-file");
    return opened(
        length == ListedImage.UNKNOWN_LENGTH
            ? file
            : file.opt(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, Long.toString(length)));
  }

  /**
   * Opens a file and waits for it, as Hadoop's {@code FutureIO} does, which Hadoop 3.3.4 does not
   * have.
   *
   * @param file what is known of it
   * @return the file
   * @throws IOException if it cannot be opened
   */
  public static FSDataInputStream opened(FutureDataInputStreamBuilder file) throws IOException {
    try {
      return file.build().get();
    } catch (InterruptedException e) {
      throw (InterruptedIOException) new InterruptedIOException(e.toString()).initCause(e);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** What another thread has failed with; thrown at once if it is unchecked. */
  static IOException failure(Exception inOtherThread) {
    Throwable cause = inOtherThread;
    while (cause instanceof ExecutionException
        || cause instanceof CompletionException
        || cause instanceof UncheckedIOException) {
      cause = cause.getCause();
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  /**
   * Whether it is the disk itself, and not a file system of another name that builds upon it.
   *
   * @param fileSystem any
   * @return whether it is
   */
  public static boolean isLocal(FileSystem fileSystem) {
    return fileSystem instanceof RawLocalFileSystem && fileSystem.getUri().equals(DISK);
  }
}
