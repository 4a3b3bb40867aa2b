package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A file that the user names, read whole into memory: from this machine, a store or the web.
 *
 * @param noun what it is, such as {@code weights}
 * @param option which names it, such as {@code --model}
 * @param maxBytes it is refused when it is larger
 * @param whenLarger what follows from that, as the end of a sentence
 */
record WholeFile(String noun, String option, int maxBytes, String whenLarger) {

  /**
   * Reads a file.
   *
   * @param file a local path or a URI
   * @param hadoop how to reach {@code s3://} and the like
   * @return all of it
   * @throws WeightsException when the address holds a password, or the file cannot be read or is
   *     too large
   */
  byte[] read(String file, Configuration hadoop) {
    requireNoPassword(file);
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
      FileSystem store = path.getFileSystem(hadoop);
      if (!store.getFileStatus(path).isFile()) {
        throw cannotBeRead(file, new IOException("it is a folder"));
      }
      try (InputStream in = store.open(path)) {
        return content(file, in);
      }
    } catch (WeightsException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw new WeightsException(
          FailureId.NO_WEIGHTS_FILE,
          "There is no %s file %s that can be opened. Name another one with %s, or leave %s out."
              .formatted(noun, file, option, option),
          e);
    } catch (IOException | RuntimeException e) {
      // Hadoop wraps a file system that is not on the class path in a bare RuntimeException.
      throw cannotBeRead(file, e);
    }
  }

  /** Opens a file without Hadoop, whose default file system is the cluster's where there is one. */
  byte[] readLocal(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return content(file.toString(), in);
    } catch (IOException e) {
      throw cannotBeRead(file.toString(), e);
    }
  }

  /**
   * Requires that a file is the one that is meant.
   *
   * @param actual its SHA-256
   * @param expected the SHA-256 that it should have, in digits of either case
   */
  void requireSha256(String file, String actual, String expected) {
    if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
      throw new WeightsException(
          FailureId.WEIGHTS_DIFFER,
          "The %s file %s has sha256 %s, not %s: it is damaged or another file. Delete it or name the right one with %s."
              .formatted(noun, file, actual, expected, option));
    }
  }

  /** What is said of a file that is larger. */
  WeightsException tooLarge(String file) {
    return new WeightsException(
        FailureId.WEIGHTS_TOO_LARGE,
        "The %s file %s is larger than %s MB, %s. Name another one with %s."
            .formatted(noun, file, maxBytes >> 20, whenLarger, option));
  }

  void requireNoPassword(String file) {
    if (Credentials.holdsPassword(file)) {
      throw new WeightsException(
          FailureId.WEIGHTS_WITH_PASSWORD,
          "The address of the %s holds a password; take it out, and give credentials through the environment or the profile instead."
              .formatted(noun));
    }
  }

  private byte[] content(String file, InputStream in) throws IOException {
    byte[] content = in.readNBytes(maxBytes + 1);
    if (content.length > maxBytes) {
      throw tooLarge(file);
    }
    return content;
  }

  private WeightsException cannotBeRead(String file, Exception reason) {
    return new WeightsException(
        FailureId.WEIGHTS_UNREADABLE,
        "The %s file %s cannot be read: %s. Check the path and your rights to it."
            .formatted(noun, file, reason.getMessage()),
        reason);
  }
}
