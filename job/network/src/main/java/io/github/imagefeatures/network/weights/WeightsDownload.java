package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Fetches weights over HTTP. An address that does not answer fails within seconds. */
public final class WeightsDownload {
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final Duration WHOLE = Duration.ofMinutes(3);

  private final Optional<URI> folder;
  private final Duration silence;
  private final Duration whole;

  /** From where each network's weights are published. */
  public WeightsDownload() {
    this(Optional.empty(), SILENCE, WHOLE);
  }

  /**
   * From one other address.
   *
   * @param folder the address under which the official file names lie, ending in a slash
   */
  public WeightsDownload(URI folder) {
    this(Optional.of(folder), SILENCE, WHOLE);
  }

  /**
   * @param folder as above; empty for where each network's weights are published
   * @param silence how long to wait for a connection, for the answer and between any two bytes
   * @param whole how long a file may take that keeps coming
   */
  WeightsDownload(Optional<URI> folder, Duration silence, Duration whole) {
    this.folder = folder;
    this.silence = silence;
    this.whole = whole;
  }

  /** Downloads a known file; it appears in the folder only when its sha256 is right. */
  Path into(Path target, PublishedNetwork network, KnownFile known) {
    String address =
        folder.orElse(network.published().folder()).resolve(known.fileName()).toString();
    byte[] content = fetch(address, WeightsLocator.kind(network), target);
    if (!WeightsLocator.sha256(content).equals(known.sha256())) {
      throw new WeightsException(
          FailureId.DOWNLOAD_DIFFERS,
          "The weights downloaded from %s are not the published ones: their sha256 differs. Fetch them another way and name the file with --model."
              .formatted(address));
    }
    try {
      Files.createDirectories(target);
      return written(content, target.resolve(known.fileName()));
    } catch (IOException e) {
      throw new WeightsException(
          FailureId.DOWNLOAD_NOT_KEPT,
          "The downloaded weights cannot be written to %s: %s. Make the folder writable."
              .formatted(target, e),
          e);
    }
  }

  /** Under another name until it is whole, so that no one meets half a file. */
  private static Path written(byte[] content, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, content, StandardOpenOption.CREATE_NEW);
      return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * The body at an address; {@link WeightsException} when it cannot be had.
   *
   * @param kind what it is
   * @param folder where it would be found without a download, for the sentence
   */
  byte[] fetch(String address, WholeFile kind, Path folder) {
    try {
      if (!(URI.create(address).toURL().openConnection() instanceof HttpURLConnection connection)) {
        throw new IOException("not an HTTP address");
      }
      connection.setConnectTimeout(Math.toIntExact(silence.toMillis()));
      connection.setReadTimeout(Math.toIntExact(silence.toMillis()));
      try {
        return body(connection, address, kind);
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new WeightsException(
          FailureId.DOWNLOAD_FAILED,
          "The weights cannot be downloaded from %s (%s). Connect to the network, or put the file into %s or name it with --model."
              .formatted(address, e, folder),
          e);
    }
  }

  private byte[] body(HttpURLConnection connection, String address, WholeFile kind)
      throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("HTTP status " + status);
    }
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = connection.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        body.write(buffer, 0, read);
        if (body.size() > kind.maxBytes()) {
          throw kind.tooLarge(address);
        }
        if (System.nanoTime() - start > whole.toNanos()) {
          throw new IOException("too slow: not whole after " + whole.toSeconds() + " s");
        }
      }
    }
    long announced = connection.getContentLengthLong();
    if (announced >= 0 && body.size() != announced) {
      throw new IOException("it ended after " + body.size() + " of " + announced + " bytes");
    }
    return body.toByteArray();
  }
}
