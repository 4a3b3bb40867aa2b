package io.github.imagefeatures.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An S3 server whose bucket {@code names} is only names: those of {@link NamesFileSystem}. It lists
 * them, a thousand an answer, and takes its time for each.
 */
final class NamesServer implements AutoCloseable {
  static final String BUCKET = "names";

  private static final int KEYS_AN_ANSWER = 1_000;
  private static final int MILLIS_AN_ANSWER = 100;

  private final long images;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong answers = new AtomicLong();

  NamesServer(long images) throws IOException {
    this.images = images;
    // Or each answer takes 40 ms more.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/" + BUCKET, this::answer);
    server.start();
  }

  /** Where it listens. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often it has listed names since this was asked last. */
  long answers() {
    return answers.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(MILLIS_AN_ANSWER);
      answers.incrementAndGet();
      byte[] page =
          page(asked(exchange.getRequestURI().getRawQuery())).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> asked(String query) {
    return Stream.of(query.split("&"))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
  }

  private String page(Map<String, String> asked) {
    String token = asked.get("continuation-token");
    long from =
        token == null ? firstAfter(asked.getOrDefault("start-after", "")) : Long.parseLong(token);
    int most = Integer.parseInt(asked.getOrDefault("max-keys", "1000"));
    long to = Math.min(images, from + Math.min(KEYS_AN_ANSWER, most));
    StringBuilder page = new StringBuilder("<ListBucketResult>");
    page.append("<IsTruncated>").append(to < images).append("</IsTruncated>");
    page.append("<NextContinuationToken>").append(to).append("</NextContinuationToken>");
    for (long i = from; i < to; i++) {
      page.append("<Contents><Key>")
          .append(NamesFileSystem.key(i, images))
          .append("</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;")
          .append("d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>")
          .append(NamesFileSystem.LENGTH)
          .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    return page.append("</ListBucketResult>").toString();
  }

  /** By halving: the names are in order. */
  private long firstAfter(String key) {
    long from = 0;
    long to = images;
    while (from < to) {
      long middle = (from + to) / 2;
      if (NamesFileSystem.key(middle, images).compareTo(key) > 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
