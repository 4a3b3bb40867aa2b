package io.github.imagefeatures.job.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Fetches weights over HTTP. An address that does not answer fails within seconds. */
public final class WeightsDownload {
  /** Where Keras Applications keeps its MobileNetV2 files. */
  public static final URI OFFICIAL =
      URI.create("https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/");

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofMinutes(3);

  private final URI folder;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TO_CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * @param folder the address under which the official file names lie, ending in a slash
   */
  public WeightsDownload(URI folder) {
    this.folder = folder;
  }

  /** Downloads a known file; it appears in the folder only when its sha256 is right. */
  Path into(Path target, KnownWeights known) {
    String address = folder.resolve(known.fileName()).toString();
    byte[] content = fetch(address);
    if (!WeightsLocator.sha256(content).equals(known.sha256())) {
      throw new ModelException(
          "The weights downloaded from %s are not the published ones: their sha256 differs. Fetch them another way and name the file with --model."
              .formatted(address));
    }
    try {
      Files.createDirectories(target);
      Path part = Files.createTempFile(target, known.fileName(), ".part");
      Files.write(part, content);
      return Files.move(
          part, target.resolve(known.fileName()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ModelException(
          "The downloaded weights cannot be written to %s: %s. Make the folder writable."
              .formatted(target, e.getMessage()),
          e);
    }
  }

  /** The body at an address; {@link ModelException} when it cannot be had. */
  byte[] fetch(String address) {
    HttpResponse<byte[]> response;
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(TO_ANSWER).build();
      response =
          client
              .sendAsync(request, BodyHandlers.ofByteArray())
              .orTimeout(WHOLE.toSeconds(), TimeUnit.SECONDS)
              .join();
    } catch (CompletionException | IllegalArgumentException e) {
      throw cannotBeHad(address, e.getCause() == null ? e : e.getCause());
    }
    if (response.statusCode() != 200) {
      throw cannotBeHad(address, new IOException("HTTP status " + response.statusCode()));
    }
    return response.body();
  }

  private static ModelException cannotBeHad(String address, Throwable reason) {
    return new ModelException(
        "The weights cannot be downloaded from %s (%s). Connect to the network, or put the file into models/ or name it with --model."
            .formatted(address, reason),
        reason);
  }
}
