package io.github.imagefeatures.s3;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A proxy (WireMock) in front of an S3 server that hands requests on, some of them late, and
 * answers some itself as a store in trouble would.
 */
public final class FaultyStore implements AutoCloseable {
  /** As many as one task opens at once, for some tasks. */
  private static final int THREADS = 100;

  private static final int BEFORE_THE_REST = 1;
  private static final int THE_REST = 10;

  private final WireMockServer proxy;
  private final String server;

  /**
   * @param server where the S3 server listens
   */
  public FaultyStore(String server) {
    this.server = server;
    this.proxy =
        new WireMockServer(
            options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .containerThreads(THREADS)
                .maxRequestJournalEntries(0)
                .gzipDisabled(true)
                .extensions(new ShorterBody()));
    proxy.start();
    heal();
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + proxy.port();
  }

  /** Ends all faults: everything is handed on at once. */
  public void heal() {
    delay(0);
  }

  /**
   * Ends all faults and hands everything on late.
   *
   * @param milliseconds before the first byte of each answer
   */
  public void delay(int milliseconds) {
    proxy.resetAll();
    proxy.stubFor(
        any(anyUrl()).atPriority(THE_REST).willReturn(handOn().withFixedDelay(milliseconds)));
  }

  /**
   * Adds a fault.
   *
   * @param struck which requests meet it; asked once for each request
   * @param answer what they get
   * @return counts the requests that have met it
   */
  public AtomicInteger strike(Predicate<Request> struck, ResponseDefinitionBuilder answer) {
    AtomicInteger strikes = new AtomicInteger();
    proxy.stubFor(
        any(anyUrl())
            .atPriority(BEFORE_THE_REST)
            .andMatching(
                request -> {
                  boolean isStruck = struck.test(request);
                  if (isStruck) {
                    strikes.incrementAndGet();
                  }
                  return MatchResult.of(isStruck);
                })
            .willReturn(answer));
    return strikes;
  }

  /**
   * Counts requests and hands them on.
   *
   * @param counted which ones; asked once for each request
   * @return how many there were
   */
  public AtomicInteger count(Predicate<Request> counted) {
    AtomicInteger requests = new AtomicInteger();
    strike(
        request -> {
          if (counted.test(request)) {
            requests.incrementAndGet();
          }
          return false;
        },
        slowDown());
    return requests;
  }

  /** Half of the server's answer, and the connection is lost. */
  public ResponseDefinitionBuilder cutOff() {
    return handOn().withTransformers(ShorterBody.NAME);
  }

  /**
   * The server's answer in drops.
   *
   * @param milliseconds from the first to the last
   */
  public ResponseDefinitionBuilder drops(int count, int milliseconds) {
    return handOn().withChunkedDribbleDelay(count, milliseconds);
  }

  /** What S3 answers while it makes room for more requests. */
  public static ResponseDefinitionBuilder slowDown() {
    return error(503, "SlowDown", "Please reduce your request rate.");
  }

  private ResponseDefinitionBuilder handOn() {
    return aResponse().proxiedFrom(server);
  }

  /** An error as S3 words it. */
  public static ResponseDefinitionBuilder error(int status, String code, String message) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/xml")
        .withHeader("x-amz-request-id", "0")
        .withBody(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message><RequestId>0</RequestId></Error>"
                .formatted(code, message));
  }

  /** Whether a request asks for the content of an object with such a key. */
  public static boolean isRead(Request request, String keyPart) {
    return request.getMethod().equals(RequestMethod.GET)
        && !request.getUrl().contains("?")
        && request.getUrl().contains(keyPart);
  }

  /** Ends it. */
  @Override
  public void close() {
    proxy.stop();
  }
}
