package io.github.imagefeatures.listing;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the images in a tar without reading them: a tar counts as if it had been unpacked into a
 * folder of its own name, where it lies.
 *
 * <p>An image's label is the name of its folder in the tar; where it has none there, the class that
 * a {@code .cls} or {@code .json} member beside it says ({@link WebDatasetLabels}); where there is
 * none either, the label of an image that lies beside the tar.
 *
 * @param options which members are images
 * @serial exclude
 */
public record TarScanner(ListingOptions options) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(TarScanner.class);

  /**
   * Reads a tar's headers.
   *
   * @param tar its path
   * @param configuration where Hadoop finds its file system
   * @return what is in it; where it is damaged, what lies before that
   * @throws InputException if the store does not hand it over
   */
  public TarContents scan(String tar, Configuration configuration) {
    long started = System.nanoTime();
    TarContents contents = contents(tar, configuration);
    LOG.info(
        "Tar {}: {} images, {} bytes in {} s",
        tar,
        contents.images().size(),
        contents.length(),
        (System.nanoTime() - started) / 1e9);
    return contents;
  }

  private TarContents contents(String tar, Configuration configuration) {
    Path path = ImagePath.file(tar);
    try {
      FileSystem store = ImageStore.of(path, configuration);
      FileStatus status = store.getFileStatus(path);
      int window = ImageStore.isLocal(store) ? TarInput.LOCAL_WINDOW : TarInput.REMOTE_WINDOW;
      try (FSDataInputStream file = ImageStore.openInParts(store, status)) {
        TarInput input = new TarInput(file, status.getLen(), window);
        return new TarScan(tar, status.getModificationTime(), input, options.names()).contents();
      }
    } catch (IOException failure) {
      throw failed(tar, failure);
    } catch (UncheckedIOException failure) {
      throw failed(tar, failure.getCause());
    }
  }

  private static InputException failed(String tar, IOException failure) {
    return new InputException(
        FailureId.TAR_UNREADABLE,
        "Reading the tar '"
            + tar
            + "' failed: "
            + Reason.of(failure)
            + "; make it readable to this account, or take it away, and start again.",
        failure);
  }
}
