package io.github.imagefeatures.outcome;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One HTTP server on this machine that answers as EMR, S3, SNS, EventBridge Scheduler and a wait
 * condition's handle do, and remembers what it was sent.
 */
final class FakeAws implements AutoCloseable {
  /** The handle's path and query, escaped as CloudFormation's are. */
  static final String HANDLE =
      "/cloudformation-waitcondition-eu-west-1/arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333"
          + "%3Astack/run-a/1f2e%2Fhandle?X-Amz-Signature=a%2Bb%3D&X-Amz-Expires=86399";

  /** A request as it came. */
  record Signal(String target, Headers headers, String json) {
    Map<String, Object> fields() throws IOException {
      return JSON.std.mapFrom(json);
    }
  }

  /** A stored object. */
  record Stored(String content, Instant modified) {}

  final FakeEmr emr = new FakeEmr();
  final FakeScheduler scheduler = new FakeScheduler();
  final Map<String, Stored> objects = new HashMap<>();
  final List<Signal> signals = new ArrayList<>();
  final List<Map<String, String>> messages = new ArrayList<>();

  /** What the handle, the topic and EMR were asked, in order. */
  final List<String> order = new ArrayList<>();

  /** How the handle answers the next signals; 200 afterwards. */
  final Deque<Integer> handleAnswers = new ArrayDeque<>();

  /** How S3 answers reads; 0 for as it should. */
  int storeAnswers;

  /** How SNS answers; 200 for as it should. */
  int topicAnswers = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (target != null) {
        answerAsEmr(exchange, target.substring(target.indexOf('.') + 1), body);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        answerAsScheduler(exchange);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        answerAsHandle(exchange, body);
      } else if (exchange.getRequestMethod().equals("GET")) {
        answerAsStore(exchange);
      } else {
        answerAsTopic(exchange, body);
      }
    }
  }

  private void answerAsEmr(HttpExchange exchange, String operation, String body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    order.add(operation);
    try {
      send(exchange, 200, JSON.std.asString(emr.answer(operation, JSON.std.mapFrom(body))));
    } catch (FakeEmr.EmrException e) {
      Map<String, String> error = Map.of("__type", e.code(), "message", e.getMessage());
      send(exchange, 400, JSON.std.asString(error));
    }
  }

  private void answerAsScheduler(HttpExchange exchange) throws IOException {
    FakeScheduler.Answer answer = scheduler.delete(exchange.getRequestURI().getPath());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.error().ifPresent(type -> exchange.getResponseHeaders().set("x-amzn-ErrorType", type));
    send(exchange, answer.status(), JSON.std.asString(Map.of("Message", "as the scheduler says")));
  }

  private void answerAsHandle(HttpExchange exchange, String body) throws IOException {
    order.add("signal");
    signals.add(
        new Signal(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
    int status = handleAnswers.isEmpty() ? 200 : handleAnswers.remove();
    send(
        exchange,
        status,
        status == 200
            ? ""
            : "<Error><Code>AccessDenied</Code><StringToSign>key</StringToSign></Error>");
  }

  private void answerAsStore(HttpExchange exchange) throws IOException {
    Stored stored = objects.get(exchange.getRequestURI().getPath().substring(1));
    if (storeAnswers != 0) {
      send(exchange, storeAnswers, "<Error><Code>AccessDenied</Code></Error>");
    } else if (stored == null) {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
    } else {
      exchange
          .getResponseHeaders()
          .set(
              "Last-Modified",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  stored.modified().atOffset(ZoneOffset.UTC)));
      send(exchange, 200, stored.content());
    }
  }

  private void answerAsTopic(HttpExchange exchange, String body) throws IOException {
    order.add("publish");
    if (topicAnswers == 200) {
      Map<String, String> form = new HashMap<>();
      for (String pair : body.split("&")) {
        String[] parts = pair.split("=", 2);
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      messages.add(form);
      send(
          exchange,
          200,
          "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
    } else {
      send(
          exchange,
          topicAnswers,
          "<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
