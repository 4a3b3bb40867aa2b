package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.KerasWeightsReader;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Finds the weights: what the user names, else a known file in one of the folders, else the
 * official address, whose file is kept in the first folder for the next time.
 */
public final class WeightsLocator {
  private final Configuration hadoop;
  private final List<Path> folders;
  private final WeightsDownload download;

  /**
   * @param hadoop how to reach {@code s3://} and the like
   * @param folders where known files may lie, looked through in order; the first takes a download
   * @param download where the official file is had
   */
  public WeightsLocator(Configuration hadoop, List<Path> folders, WeightsDownload download) {
    this.hadoop = hadoop;
    this.folders = List.copyOf(folders);
    this.download = download;
  }

  /**
   * Reads weights that the user named.
   *
   * @param file a local path or a URI
   * @param vouchedSha256 the sha256 that the user expects, if any
   * @return the weights, {@link Recognition#UNKNOWN} when nobody vouches for them
   * @throws WeightsException when the address holds a password, the file cannot be read, is not
   *     MobileNetV2, or has another sha256
   */
  public Weights named(String file, Optional<String> vouchedSha256) {
    if (Credentials.holdsPassword(file)) {
      throw new WeightsException(
          FailureId.WEIGHTS_WITH_PASSWORD,
          "The address of the weights holds a password; take it out, and give credentials through"
              + " the environment or the profile instead.");
    }
    byte[] content = read(file);
    String sha256 = sha256(content);
    vouchedSha256.ifPresent(expected -> requireSha256(file, sha256, expected));
    Optional<KnownWeights> known = KnownWeights.bySha256(sha256);
    Recognition recognition =
        known.isPresent()
            ? Recognition.KNOWN
            : vouchedSha256.isPresent() ? Recognition.VOUCHED : Recognition.UNKNOWN;
    String description = known.map(KnownWeights::description).orElse("a file of the user's own");
    return new Weights(
        KerasWeightsReader.read(content, sha256),
        new WeightsProvenance(file, sha256, description, recognition));
  }

  /**
   * Finds known weights without being told where.
   *
   * @return the weights, always {@link Recognition#KNOWN}
   * @throws WeightsException when none are in the folders and none can be downloaded, or a file
   *     that carries a known name has another sha256
   */
  public Weights find() {
    for (Path folder : folders) {
      for (KnownWeights known : KnownWeights.values()) {
        Path file = folder.resolve(known.fileName());
        if (Files.isRegularFile(file)) {
          return verified(file, known);
        }
      }
    }
    return verified(
        download.into(folders.get(0), KnownWeights.OFFICIAL_NO_TOP), KnownWeights.OFFICIAL_NO_TOP);
  }

  /** Of a whole file, as 64 lower-case hexadecimal digits. */
  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Weights verified(Path file, KnownWeights known) {
    byte[] content = readLocal(file);
    String sha256 = sha256(content);
    requireSha256(file.toString(), sha256, known.sha256());
    return new Weights(
        KerasWeightsReader.read(content, sha256),
        new WeightsProvenance(
            file.toAbsolutePath().normalize().toString(),
            sha256,
            known.description(),
            Recognition.KNOWN));
  }

  private static void requireSha256(String file, String actual, String expected) {
    if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
      throw new WeightsException(
          FailureId.WEIGHTS_DIFFER,
          "The weights file %s has sha256 %s, not %s: it is damaged or another file. Delete it or name the right one with --model."
              .formatted(file, actual, expected));
    }
  }

  private byte[] read(String file) {
    if (file.startsWith("https://") || file.startsWith("http://")) {
      return download.fetch(file);
    }
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
          "There is no weights file %s that can be opened. Name another one with --model, or leave --model out."
              .formatted(file),
          e);
    } catch (IOException | RuntimeException e) {
      // Hadoop wraps a file system that is not on the class path in a bare RuntimeException.
      throw cannotBeRead(file, e);
    }
  }

  /** Not through Hadoop, whose default file system is the cluster's where there is one. */
  private static byte[] readLocal(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return content(file.toString(), in);
    } catch (IOException e) {
      throw cannotBeRead(file.toString(), e);
    }
  }

  private static byte[] content(String file, InputStream in) throws IOException {
    byte[] content = in.readNBytes(KerasWeightsReader.MAX_BYTES + 1);
    if (content.length > KerasWeightsReader.MAX_BYTES) {
      throw tooLarge(file);
    }
    return content;
  }

  static WeightsException tooLarge(String file) {
    return new WeightsException(
        FailureId.WEIGHTS_TOO_LARGE,
        "The weights file %s is larger than 200 MB, so it is not MobileNetV2's. Name another one with --model."
            .formatted(file));
  }

  private static WeightsException cannotBeRead(String file, Exception reason) {
    return new WeightsException(
        FailureId.WEIGHTS_UNREADABLE,
        "The weights file %s cannot be read: %s. Check the path and your rights to it."
            .formatted(file, reason.getMessage()),
        reason);
  }
}
