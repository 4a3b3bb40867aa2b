package io.github.imagefeatures.outcome;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The service that a Lambda runtime asks for its next event and gives its answer to.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 */
final class FakeLambda implements AutoCloseable {
  /** What a runtime gave back: {@code response} or {@code error}, and the JSON. */
  record Answer(String kind, String json) {}

  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeLambda() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/invocation/next")) {
        byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
        addInvocationHeaders(exchange.getResponseHeaders());
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
      } else {
        String json = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answers.add(new Answer(path.substring(path.lastIndexOf('/') + 1), json));
        exchange.sendResponseHeaders(202, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void addInvocationHeaders(Headers headers) {
    headers.set("Content-Type", "application/json"); // without it the runtime crashes
    headers.set("Lambda-Runtime-Aws-Request-Id", "1");
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700");
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:eu-west-1:111122223333:function:outcome");
    headers.set(
        "Lambda-Runtime-Deadline-Ms", String.valueOf(Instant.now().plusSeconds(60).toEpochMilli()));
  }
}
