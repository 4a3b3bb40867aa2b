package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.job.cli.ProgramHere;
import io.github.imagefeatures.s3.FaultyStore;
import io.github.imagefeatures.s3.LocalS3;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and output lie in an S3 server, behind a proxy that makes trouble. */
@Tag("faults")
final class StorageFaultsIT {
  private static final int IMAGES = 10;

  @TempDir private static Path folder;
  private static LocalS3 server;
  private static FaultyStore store;
  private static FinishedOutput undisturbed;

  @BeforeAll
  static void makeAnUndisturbedRun() throws Exception {
    Path pictures = folder.resolve("pictures");
    new ImageGenerator().generate(pictures.toString(), new SetSize(2, 5), 1);
    server = new LocalS3(Files.createDirectory(folder.resolve("server")));
    server.putAll(pictures, "images");
    store = new FaultyStore(server.endpoint());
    assertDone(run("undisturbed"));
    undisturbed = output("undisturbed");
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void heal() {
    store.heal();
  }

  @Test
  void aStoreThatStumblesIsAskedAgainAndNoImageIsLost() {
    AtomicInteger slowDowns = strike(images(0, 3), 2, FaultyStore.slowDown());
    AtomicInteger first = new AtomicInteger();
    AtomicInteger slowWrite =
        store.strike(
            request -> isPut(request, "/stumbling/manifest.json") && first.incrementAndGet() == 1,
            FaultyStore.slowDown());
    AtomicInteger resets =
        strike(images(3, 6), 2, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    AtomicInteger cuts = strike(images(6, 8), 2, store.cutOff());
    AtomicInteger slow = strike(images(8, IMAGES), 1, store.drops(5, 2000));
    AtomicInteger replacements = new AtomicInteger();
    store.strike(request -> isReplacement(request, replacements), FaultyStore.slowDown());
    assertDone(run("stumbling"));
    output("stumbling").assertSameAs(undisturbed);
    assertEquals(Map.of(), output("stumbling").rejected());
    assertEquals(1, replacements.get());
    addStumble(
        "1-slow-down",
        "S3 answers 503 SlowDown",
        "the first two reads of some images, and the first writing of `manifest.json`",
        slowDowns.get() + slowWrite.get());
    addStumble(
        "2-reset", "S3 resets the connection", "the first two reads of some images", resets.get());
    addStumble(
        "3-cut-off",
        "S3's answer ends in its middle",
        "the first two reads of some images end after half of what was asked for",
        cuts.get());
    addStumble("4-slow", "S3 answers slowly", "some images come in 5 parts over 2 s", slow.get());
  }

  private static void addStumble(String place, String fault, String injected, int times) {
    FaultTable.add(
        "3-storage-" + place,
        fault,
        injected,
        times,
        "exit code 0, nothing rejected, features the same bits, components the same");
  }

  /** Counts what is written over latest.json; fails when it is deleted. */
  private static boolean isReplacement(Request request, AtomicInteger replacements) {
    if (request.getUrl().contains("latest.json")) {
      replacements.addAndGet(request.getMethod().equals(RequestMethod.PUT) ? 1 : 0);
      replacements.addAndGet(request.getMethod().equals(RequestMethod.DELETE) ? 100 : 0);
    }
    return false;
  }

  @Test
  void anImageThatVanishesOrIsRefusedIsRejectedAndTheOthersContinue() {
    List<String> keys = keys();
    AtomicInteger gone = new AtomicInteger();
    store.strike(
        request -> {
          if (FaultyStore.isRead(request, keys.get(0)) && gone.getAndIncrement() == 0) {
            server.delete(keys.get(0));
          }
          return false;
        },
        FaultyStore.slowDown());
    store.strike(
        request -> FaultyStore.isRead(request, keys.get(1)),
        FaultyStore.error(403, "AccessDenied", "Access Denied"));
    try {
      assertDone(run("vanished"));
    } finally {
      putBack(keys.get(0));
    }
    FinishedOutput run = output("vanished");
    assertEquals(
        Map.of(address(keys.get(0)), "vanished", address(keys.get(1)), "unreadable"),
        run.rejected());
    Map<String, List<Integer>> others = undisturbed.features();
    others.keySet().removeAll(run.rejected().keySet());
    assertEquals(others, run.features());
    FaultTable.add(
        "3-storage-5-vanished",
        "an object vanishes between listing and reading",
        "it is deleted when its content is asked for",
        1,
        "exit code 0, the image rejected as `vanished`, the other features the same bits");
    FaultTable.add(
        "3-storage-6-refused",
        "S3 refuses one object",
        "its content is answered with 403 AccessDenied",
        1,
        "exit code 0, the image rejected as `unreadable`, the other features the same bits");
  }

  @Test
  void aStoreThatFailsForGoodEndsTheRunWhichResumesWhenItIsBack() {
    String away = "The store of the images does not answer as it should";
    AtomicInteger reads = new AtomicInteger();
    store.strike(
        request -> isImage(request) && reads.incrementAndGet() > IMAGES / 2, expiredToken());
    assertEnded(3, "The credentials for the images have expired");
    strike(
        keys(), Integer.MAX_VALUE, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertEnded(3, away);
    strike(keys(), Integer.MAX_VALUE, store.cutOff());
    assertEnded(3, away);
    store.strike(request -> isPut(request, "/shards/00001.json"), expiredToken());
    assertEnded(6, "The credentials for the output have expired");
    store.strike(request -> isPut(request, "/pca/"), expiredToken());
    assertEnded(6, "The credentials for the output have expired");
    assertFalse(output("failing").exists("rejected"));
    AtomicInteger pageRefused =
        store.strike(request -> isPut(request, "/runs/failing/report.html"), expiredToken());
    assertEnded(6, "The credentials for the output have expired");
    AtomicInteger manifestRefused =
        store.strike(request -> isPut(request, "/runs/failing/manifest.json"), expiredToken());
    assertEnded(6, "The credentials for the output have expired");
    assertTrue(pageRefused.get() > 0 && manifestRefused.get() > 0);
    assertDone(run("failing"));
    output("failing").assertSameAs(undisturbed);
    assertEquals(Map.of(), output("failing").rejected());
    String goesOn =
        " and one sentence, nothing rejected, no manifest; healed, the run resumes and ends as an undisturbed run does";
    FaultTable.add(
        "3-storage-7-expired-reading",
        "credentials expire while images are read",
        "S3 answers ExpiredToken from half of the images on",
        1,
        "exit code 3" + goesOn);
    FaultTable.add(
        "3-storage-8-away",
        "S3 stays away for longer than it is tried",
        "every read of every image is reset",
        1,
        "exit code 3" + goesOn);
    FaultTable.add(
        "3-storage-9-always-cut-off",
        "S3's answers end in their middle again and again",
        "every read of every image ends after half of what was asked for",
        1,
        "exit code 3" + goesOn);
    FaultTable.add(
        "3-storage-9-expired-writing",
        "credentials expire while the output is written",
        "S3 answers ExpiredToken to what commits the second shard, then to the components",
        2,
        "exit code 6" + goesOn);
    FaultTable.add(
        "3-storage-9-expired-publishing",
        "credentials expire in the middle of publishing",
        "S3 answers ExpiredToken to the page, then to `manifest.json`",
        2,
        "exit code 6" + goesOn);
  }

  private static boolean isPut(Request request, String part) {
    return request.getMethod().equals(RequestMethod.PUT) && request.getUrl().contains(part);
  }

  /** The first reads of each of some images. */
  private static AtomicInteger strike(
      List<String> keys, int times, ResponseDefinitionBuilder answer) {
    Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
    keys.forEach(key -> reads.put(key, new AtomicInteger()));
    return store.strike(
        request ->
            isImage(request)
                && reads.entrySet().stream()
                    .filter(read -> FaultyStore.isRead(request, read.getKey()))
                    .anyMatch(read -> read.getValue().getAndIncrement() < times),
        answer);
  }

  /** Some of the images' keys, in order. */
  private static List<String> images(int from, int to) {
    return keys().subList(from, to);
  }

  private static List<String> keys() {
    return undisturbed.features().keySet().stream()
        .map(address -> address.substring(address("").length()))
        .toList();
  }

  private static String address(String key) {
    return "s3a://" + LocalS3.BUCKET + "/" + key;
  }

  private static boolean isImage(Request request) {
    return FaultyStore.isRead(request, "/images/");
  }

  private static ResponseDefinitionBuilder expiredToken() {
    return FaultyStore.error(400, "ExpiredToken", "The provided token has expired.");
  }

  private static void putBack(String key) {
    try {
      server.put(
          key, Files.readAllBytes(folder.resolve("pictures/" + key.replaceFirst("images/", ""))));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertDone(Launcher.Result result) {
    assertEquals(0, result.exitCode(), result.err());
  }

  /** The run ends so, visibly unfinished; then all is healed. */
  private static void assertEnded(int code, String sentence) {
    Launcher.Result result = run("failing");
    store.heal();
    assertEquals(code, result.exitCode(), result.err());
    assertTrue(result.sentence().contains(sentence), result.err());
    assertTrue(result.sentence().matches(".*\\. \\[IF-[A-Z0-9]+-[0-9]{2}]"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
    assertFalse(output("failing").isComplete());
  }

  private static Launcher.Result run(String runId) {
    ProgramHere here = new ProgramHere();
    settings().forEach(here::hadoop);
    return here.run(args(runId));
  }

  private static String[] args(String runId) {
    return new String[] {
      "run",
      "--quiet",
      "--allow-untrained",
      "--images=s3a://" + LocalS3.BUCKET + "/images",
      "--output=s3a://" + LocalS3.BUCKET + "/out",
      "--run-id=" + runId,
      "--shard-size=5",
      "--max-rejected-fraction=0.5"
    };
  }

  private static FinishedOutput output(String runId) {
    Configuration hadoop = new Configuration();
    settings().forEach(hadoop::set);
    return new FinishedOutput("s3a://" + LocalS3.BUCKET + "/out/runs/" + runId, hadoop);
  }

  /**
   * Hadoop tries as often as it does by default, but waits less in between; below it nobody tries.
   */
  private static Map<String, String> settings() {
    Map<String, String> settings =
        new java.util.HashMap<>(LocalS3.hadoopSettings(store.endpoint()));
    settings.put("fs.s3a.attempts.maximum", "1");
    settings.put("fs.s3a.retry.interval", "10ms");
    settings.put("fs.s3a.retry.throttle.interval", "10ms");
    return settings;
  }
}
