package io.github.imagefeatures.network.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.SharedFolder;
import io.github.imagefeatures.network.mobilenet.WeightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a real server on this machine that does all that servers do. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WeightsDownloadTest {
  private static final PublishedNetwork NETWORK = Networks.DEFAULT;
  private static final KnownFile KNOWN = NETWORK.published().known().get(1);
  private static final Duration SILENCE = Duration.ofMillis(400);

  @TempDir private Path temp;
  private final CountDownLatch testEnded = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private URI address;
  private Path models;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    address = URI.create("http://localhost:" + server.getAddress().getPort() + "/weights/");
    models = temp.resolve("models");
  }

  @AfterEach
  void stopServer() {
    testEnded.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void theRightFileAppearsWholeUnderItsOwnName() throws IOException {
    byte[] content = Files.readAllBytes(SharedFolder.require("models/" + KNOWN.fileName()));
    serve(exchange -> answer(exchange, 200, content));
    Path file = new WeightsDownload(address).into(models, NETWORK, KNOWN);
    assertEquals(models.resolve(KNOWN.fileName()), file);
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals(List.of(file), filesIn(models));
  }

  @Test
  void aFileThatWasThereIsReplaced() throws IOException {
    byte[] content = Files.readAllBytes(SharedFolder.require("models/" + KNOWN.fileName()));
    serve(exchange -> answer(exchange, 200, content));
    Files.createDirectories(models);
    Path file = Files.writeString(models.resolve(KNOWN.fileName()), "half");
    new WeightsDownload(address).into(models, NETWORK, KNOWN);
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  @Test
  void theRightFileThatCannotBeWrittenLeavesNothing() throws IOException {
    byte[] content = Files.readAllBytes(SharedFolder.require("models/" + KNOWN.fileName()));
    serve(exchange -> answer(exchange, 200, content));
    Path inTheWay = Files.createDirectories(models.resolve(KNOWN.fileName()).resolve("full"));
    assertFails(
        "The downloaded weights cannot be written to " + models,
        () -> new WeightsDownload(address).into(models, NETWORK, KNOWN));
    assertEquals(List.of(inTheWay.getParent()), filesIn(models));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    byte[] content = Files.readAllBytes(SharedFolder.require("models/" + KNOWN.fileName()));
    serve(exchange -> answer(exchange, 200, content));
    Path file = Files.writeString(temp.resolve("file"), "in the way");
    assertFails(
        "The downloaded weights cannot be written to " + file,
        () -> new WeightsDownload(address).into(file, NETWORK, KNOWN));
  }

  @Test
  void aWrongFileIsRefused() throws IOException {
    serve(
        exchange ->
            answer(exchange, 200, "<html>log in first</html>".getBytes(StandardCharsets.UTF_8)));
    assertFails(
        "The weights file downloaded from %s%s is not the published one"
            .formatted(address, KNOWN.fileName()),
        () -> new WeightsDownload(address).into(models, NETWORK, KNOWN));
    assertNothingWritten();
  }

  @Test
  void aMissingFileIsSaidWithItsStatus() throws IOException {
    serve(exchange -> answer(exchange, 404, new byte[0]));
    assertCannotBeHad("HTTP status 404", new WeightsDownload(address));
  }

  @Test
  void aBrokenServerIsSaidWithItsStatus() throws IOException {
    serve(exchange -> answer(exchange, 503, "later".getBytes(StandardCharsets.UTF_8)));
    assertCannotBeHad("HTTP status 503", new WeightsDownload(address));
  }

  @Test
  void aServerThatNeverAnswersEndsTheDownload() throws IOException {
    serve(exchange -> await());
    assertCannotBeHad("timed out", impatient());
  }

  @Test
  void aServerThatNeverAnswersEndsTheDownloadWithTheUsualPatienceToo() throws IOException {
    serve(exchange -> await());
    assertCannotBeHad("timed out", new WeightsDownload(address));
  }

  @Test
  void aServerThatStopsHalfWayEndsTheDownload() throws IOException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          exchange.getResponseBody().write(new byte[500_000]);
          exchange.getResponseBody().flush();
          await();
        });
    assertCannotBeHad("timed out", impatient());
  }

  @Test
  void aServerThatHangsUpHalfWayEndsTheDownload() throws IOException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          exchange.getResponseBody().write(new byte[500_000]);
          exchange.close();
        });
    assertCannotBeHad("it ended after 500000 of 1000000 bytes", new WeightsDownload(address));
  }

  @Test
  void aServerThatDripsEndsTheDownload() throws IOException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (testEnded.getCount() > 0) {
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
            pause();
          }
        });
    assertCannotBeHad(
        "too slow", new WeightsDownload(Optional.of(address), SILENCE, Duration.ofSeconds(1)));
  }

  @Test
  void aPortWhereNobodyListensEndsTheDownload() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertCannotBeHad(
        "refused", new WeightsDownload(URI.create("http://localhost:" + port + "/weights/")));
  }

  @Test
  void anAddressThatIsNotHttpIsRefused() {
    assertCannotBeHad("not an HTTP address", new WeightsDownload(temp.toUri()));
  }

  @Test
  void aRedirectIsFollowed() throws IOException {
    byte[] own = WeightsFile.random(4).bytes();
    serve(exchange -> answer(exchange, 200, own));
    server.createContext(
        "/old/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", address + "own.h5");
          answer(exchange, 302, new byte[0]);
        });
    assertArrayEquals(
        own,
        new WeightsDownload(address)
            .fetch(address.resolve("/old/x").toString(), WeightsLocator.kind(NETWORK), models));
  }

  @Test
  void aRedirectToAnotherProtocolIsNotFollowed() throws IOException {
    Path own = Files.write(temp.resolve("own.h5"), WeightsFile.random(4).bytes());
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("Location", own.toUri().toString());
          answer(exchange, 302, new byte[0]);
        });
    assertCannotBeHad("HTTP status 302", new WeightsDownload(address));
  }

  @Test
  void aFileThatNeverEndsEndsTheDownload() throws IOException {
    byte[] part = new byte[1 << 20];
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (testEnded.getCount() > 0) {
            exchange.getResponseBody().write(part);
          }
        });
    assertFails(
        "The weights file %s%s is larger than 200 MB".formatted(address, KNOWN.fileName()),
        () -> new WeightsDownload(address).into(models, NETWORK, KNOWN));
    assertNothingWritten();
  }

  @Test
  void aFileThatIsAnnouncedTooLargeIsNotBegun() throws IOException {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 32);
          await();
        });
    assertFails(
        "The weights file %s%s is larger than 200 MB".formatted(address, KNOWN.fileName()),
        () -> new WeightsDownload(address).into(models, NETWORK, KNOWN));
    assertNothingWritten();
  }

  @Test
  void theSignatureOfASignedAddressIsInNoSentence() {
    String signed = "http://127.0.0.1:1/own.h5?X-Amz-Signature=SIGNED";
    String message =
        assertFails(
            "The weights cannot be downloaded from http://127.0.0.1:1/own.h5?***",
            () -> new WeightsDownload(address).fetch(signed, WeightsLocator.kind(NETWORK), models));
    assertFalse(message.contains("SIGNED"), message);
  }

  @Test
  void aNamedAddressIsReadOverHttp() throws IOException {
    byte[] own = WeightsFile.random(4).bytes();
    serve(exchange -> answer(exchange, 200, own));
    String file = address + "own.h5";
    Weights weights =
        new WeightsLocator(new Configuration(), List.of(models), new WeightsDownload(address))
            .named(NETWORK, file, Optional.empty());
    assertEquals(file, weights.provenance().source());
    assertEquals(WeightsLocator.sha256(own), weights.loaded().id());
  }

  private WeightsDownload impatient() {
    return new WeightsDownload(Optional.of(address), SILENCE, Duration.ofMinutes(1));
  }

  private void serve(HttpHandler handler) {
    server.createContext("/weights/", handler);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void await() {
    try {
      testEnded.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertCannotBeHad(String reason, WeightsDownload download) {
    String message =
        assertFails(
            "The weights cannot be downloaded from ", () -> download.into(models, NETWORK, KNOWN));
    assertTrue(message.contains(reason), message);
    assertTrue(message.contains(KNOWN.fileName()), message);
    assertTrue(
        message.endsWith(
            "put the file into %s as %s or name it with --model."
                .formatted(models, KNOWN.fileName())),
        message);
    assertNothingWritten();
  }

  private static String assertFails(String start, Executable download) {
    String message = assertThrows(WeightsException.class, download).getMessage();
    assertTrue(message.startsWith(start), message);
    return message;
  }

  private void assertNothingWritten() {
    assertTrue(Files.notExists(models) || filesIn(models).isEmpty());
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
