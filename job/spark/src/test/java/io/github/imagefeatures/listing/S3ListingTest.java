package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.s3.FaultyStore;
import io.github.imagefeatures.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listing an S3 server in parts, through S3A, against S3A's own listing of the same folder. */
@Timeout(120)
final class S3ListingTest {
  private static final String ROOT = "s3a://" + LocalS3.BUCKET + "/";
  private static final int NESTED = 240;
  private static final int LATENCY_MILLIS = 5;

  @TempDir private static Path folder;
  private static LocalS3 server;
  private static FaultyStore store;

  @BeforeAll
  static void fillBucket() {
    server = new LocalS3(folder);
    store = new FaultyStore(server.endpoint());
    for (int i = 0; i < NESTED; i++) {
      String split = i % 5 < 4 ? "train" : "test";
      put("nested/%s/class-%02d/image-%03d.jpg".formatted(split, i % 20, i));
    }
    put("nested/.hidden/1.jpg", "nested/notes.txt", "nested beside/1.jpg", "nested/train.jpg");
    put("nested/empty/", "nested/train/empty/", "nested/train/class-03/hadoop_$folder$");
    byte[] tar = new TarFile().with("x/in.jpg", "x").with("y/in.jpg", "y").bytes();
    server.put("nested/train/class-03/packed.tar", tar);
    server.put("nested/train/class-03.tar", tar);
    for (int i = 0; i < 180; i++) {
      put("flat/image-%05d.jpg".formatted(37 * i));
    }
    for (String name : List.of("a b", "a%41+", "é~", "ﬁ", "🍎")) {
      for (int i = 0; i < 48; i++) {
        put("odd/%s/%s%02d.jpg".formatted(name, name, i));
      }
    }
    for (int i = 0; i < 9; i++) {
      put("short/%d/1.jpg".formatted(i));
    }
  }

  private static void put(String... keys) {
    Stream.of(keys).forEach(key -> server.put(key, new byte[key.endsWith("/") ? 0 : 5]));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void delay() {
    store.delay(LATENCY_MILLIS);
  }

  @Test
  void nestedFoldersEmptyOnesAndTarsBesideImagesAreListedAsByOneAnswerAfterTheOther() {
    ImageListing listing = listedInParts("nested");

    assertEquals(NESTED + 1 + 4, listing.matched());
    assertEquals(List.of(1L, 1L), List.of(listing.skippedHidden(), listing.skippedByGlob()));
    assertEquals(Map.of("train", 192L, "test", 48L, "", 5L), listing.countBySplit());
  }

  @Test
  void oneFolderIsListedInPartsToo() {
    assertEquals(180, listedInParts("flat").matched());
  }

  @Test
  void namesThatAreNotAsciiAreListedOnceEach() {
    assertEquals(240, listedInParts("odd").matched());
  }

  @Test
  void aShortListingTakesAsManyRequestsAsOneAnswerAfterTheOther() {
    AtomicInteger requests = store.count(S3ListingTest::isListing);
    assertEquals(list("short", oneAfterTheOther()), list("short", inParts()));
    int both = requests.get();
    AtomicInteger again = store.count(S3ListingTest::isListing);
    list("short", inParts());
    assertEquals(both, 2 * again.get());
  }

  @Test
  void aRefusalOfAnyPartEndsTheListingWithItsSentence() {
    for (int refused : List.of(1, 20, 60)) {
      String sentence = failure(oneAfterTheOther(), 1);
      assertTrue(sentence.contains("is not permitted: "), sentence);
      assertEquals(sentence, failure(inParts(), refused));
    }
  }

  /** The sentence when that answer, and those after it, are refused. */
  private static String failure(Configuration hadoop, int refused) {
    store.delay(LATENCY_MILLIS);
    AtomicInteger answers = new AtomicInteger();
    store.strike(
        request -> isListing(request) && answers.incrementAndGet() > refused,
        FaultyStore.error(403, "AccessDenied", "Access Denied"));
    return assertThrows(InputException.class, () -> list("nested", hadoop)).getMessage();
  }

  @Test
  void anInterruptEndsTheListingAndAllOfItsThreads() throws InterruptedException {
    store.delay(200);
    List<String> sentences = new ArrayList<>();
    Thread listing =
        new Thread(
            () ->
                sentences.add(
                    assertThrows(InputException.class, () -> list("nested", inParts()))
                        .getMessage()));
    AtomicInteger requests = store.count(S3ListingTest::isListing);
    AtomicInteger parts = store.count(request -> request.getUrl().contains("start-after="));
    listing.start();
    while (parts.get() < 4) {
      Thread.sleep(10);
    }
    listing.interrupt();
    listing.join();
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(S3ListingTest::isListing)) {
      Thread.sleep(10);
    }
    assertTrue(
        sentences.get(0).startsWith("Listing '" + ROOT + "nested' failed: "), sentences + "");
    assertTrue(requests.get() < NESTED / 4, requests + " requests, and the whole takes more");
  }

  @Test
  void aStoreThatKeepsNoOrderIsNotListedInParts() throws IOException {
    assertTrue(S3Listing.isPossible(new org.apache.hadoop.fs.Path(ROOT).getFileSystem(inParts())));
    assertFalse(S3Listing.isPossible(new StoreFileSystem()));
    Configuration hadoop = inParts();
    hadoop.set("fs.s3a.endpoint.region", "us-east-1");
    try (FileSystem unordered =
        new org.apache.hadoop.fs.Path("s3a://any--use1-az4--x-s3/").getFileSystem(hadoop)) {
      assertFalse(S3Listing.isPossible(unordered));
    }
  }

  private static ImageListing listedInParts(String name) {
    AtomicInteger before = store.count(S3ListingTest::isListing);
    ImageListing expected = list(name, oneAfterTheOther());
    int oneAfterTheOther = before.get();
    AtomicInteger requests = store.count(S3ListingTest::isListing);
    AtomicInteger parts = store.count(request -> request.getUrl().contains("start-after="));
    ImageListing listing = list(name, inParts());
    assertEquals(expected, listing);
    assertTrue(parts.get() > 5, parts + " parts and looks for them");
    int most = oneAfterTheOther + oneAfterTheOther / 4;
    assertTrue(requests.get() <= most, requests + " requests in place of " + oneAfterTheOther);
    return listing;
  }

  private static ImageListing list(String name, Configuration hadoop) {
    return new ImageLister(hadoop).list(ROOT + name, ListingOptions.defaults());
  }

  private static Configuration inParts() {
    Configuration hadoop = new Configuration();
    LocalS3.hadoopSettings(store.endpoint()).forEach(hadoop::set);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    hadoop.setInt("fs.s3a.paging.maximum", 3);
    return hadoop;
  }

  /** By the first version of S3's listing, which is not listed in parts. */
  private static Configuration oneAfterTheOther() {
    Configuration hadoop = inParts();
    hadoop.setInt("fs.s3a.list.version", 1);
    return hadoop;
  }

  private static boolean isListing(Request request) {
    return request.getUrl().contains("max-keys=");
  }

  private static boolean isListing(Thread thread) {
    return thread.getName().equals(S3Listing.THREADS);
  }
}
