package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** Fetches weights and networks over HTTP. An address that does not answer fails within seconds. */
public final class WeightsDownload {
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final Duration WHOLE = Duration.ofMinutes(3);

  /** Bytes a second: a large file may take as much longer as it takes at this rate. */
  private static final long SLOWEST = 500_000;

  /** Where a body goes. A disk that is full is not the fault of the address. */
  private interface Sink {
    OutputStream open() throws IOException;

    default OutputStream opened() {
      try {
        return open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    default void write(OutputStream out, byte[] buffer, int length) {
      try {
        out.write(buffer, 0, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

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
   * @param whole how long a small file may take that keeps coming
   */
  WeightsDownload(Optional<URI> folder, Duration silence, Duration whole) {
    this.folder = folder;
    this.silence = silence;
    this.whole = whole;
  }

  /** Downloads a known file; it appears in the folder only when its sha256 is right. */
  Path into(Path target, PublishedNetwork network, KnownFile known) {
    URI address = network.published().folder().resolve(known.fileName());
    return into(target, address, known, WeightsLocator.kind(network));
  }

  /**
   * Downloads a known file; it appears in the folder only when its sha256 is right.
   *
   * @param target the folder, made where it is not there
   * @param published where the file is had, unless this has another address
   * @param known what it is called in the folder, and its sha256
   * @param kind what it is
   * @return the file
   */
  Path into(Path target, URI published, KnownFile known, WholeFile kind) {
    String address = folder.map(at -> at.resolve(known.fileName())).orElse(published).toString();
    Path file = target.resolve(known.fileName());
    // Under another name until it is whole, so that no one meets half a file.
    Path part = file.resolveSibling(known.fileName() + "." + UUID.randomUUID() + ".part");
    try {
      try {
        fetch(address, kind, target + " as " + known.fileName(), () -> created(part));
        requirePublished(part, address, known, kind);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw notKept(kind, target, e);
    } catch (UncheckedIOException e) {
      throw notKept(kind, target, e.getCause());
    }
  }

  private static void requirePublished(Path part, String address, KnownFile known, WholeFile kind)
      throws IOException {
    String sha256 = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(part);
    if (!sha256.equals(known.sha256())) {
      throw new WeightsException(
          FailureId.DOWNLOAD_DIFFERS,
          "The %s file downloaded from %s is not the published one: its sha256 differs. Fetch it another way and name it with %s."
              .formatted(kind.noun(), address, kind.option()));
    }
  }

  private static OutputStream created(Path part) throws IOException {
    Files.createDirectories(part.getParent());
    return Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
  }

  private static WeightsException notKept(WholeFile kind, Path target, IOException e) {
    return new WeightsException(
        FailureId.DOWNLOAD_NOT_KEPT,
        "The downloaded %s cannot be written to %s: %s. Make the folder writable, and room in it."
            .formatted(kind.noun(), target, e),
        e);
  }

  /**
   * The body at an address; {@link WeightsException} when it cannot be had.
   *
   * @param kind what it is
   * @param folder where it would be found without a download, for the sentence
   */
  byte[] fetch(String address, WholeFile kind, Path folder) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fetch(address, kind, folder.toString(), () -> body);
    return body.toByteArray();
  }

  /**
   * Copies the body at an address to a sink, which is opened once there is a body.
   *
   * @throws UncheckedIOException when the sink does not take it
   */
  private void fetch(String address, WholeFile kind, String place, Sink sink) {
    try {
      if (!(URI.create(address).toURL().openConnection() instanceof HttpURLConnection connection)) {
        throw new IOException("not an HTTP address");
      }
      connection.setConnectTimeout(Math.toIntExact(silence.toMillis()));
      connection.setReadTimeout(Math.toIntExact(silence.toMillis()));
      try {
        body(connection, address, kind, sink);
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new WeightsException(
          FailureId.DOWNLOAD_FAILED,
          "The %s cannot be downloaded from %s (%s). Connect to the network, or put the file into %s or name it with %s."
              .formatted(kind.noun(), address, e, place, kind.option()),
          e);
    }
  }

  private void body(HttpURLConnection connection, String address, WholeFile kind, Sink sink)
      throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("HTTP status " + status);
    }
    long announced = connection.getContentLengthLong();
    if (announced > kind.maxBytes()) {
      throw kind.tooLarge(address);
    }
    Duration most = whole.plusSeconds(Math.max(0, announced) / SLOWEST);
    long start = System.nanoTime();
    long length = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = connection.getInputStream();
        OutputStream out = sink.opened()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        length += read;
        if (length > kind.maxBytes()) {
          throw kind.tooLarge(address);
        }
        sink.write(out, buffer, read);
        if (System.nanoTime() - start > most.toNanos()) {
          throw new IOException("too slow: not whole after " + most.toSeconds() + " s");
        }
      }
    }
    if (announced >= 0 && length != announced) {
      throw new IOException("it ended after " + length + " of " + announced + " bytes");
    }
  }
}
