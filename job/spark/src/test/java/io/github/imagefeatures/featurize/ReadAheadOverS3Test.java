package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.s3.FaultyStore;
import io.github.imagefeatures.s3.LocalS3;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing and fetching ahead of need through S3A, from a store that is slow and fails. */
final class ReadAheadOverS3Test {
  private static final int CLASSES = 8;
  private static final int PER_CLASS = 6;
  private static final int LENGTH = 5000;
  private static final int LATENCY_MILLIS = 30;

  @TempDir private static Path folder;
  private static LocalS3 server;
  private static FaultyStore store;
  private static Configuration hadoop;

  @BeforeAll
  static void fillBucket() {
    server = new LocalS3(folder);
    store = new FaultyStore(server.endpoint());
    hadoop = new Configuration();
    LocalS3.hadoopSettings(store.endpoint()).forEach(hadoop::set);
    hadoop.set("fs.s3a.retry.interval", "1ms");
    hadoop.set("fs.s3a.retry.throttle.interval", "1ms");
    for (int i = 0; i < CLASSES * PER_CLASS; i++) {
      server.put(key(i), contentOf(i));
    }
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

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    assertEquals(List.of(), ReadAheadThreads.left());
  }

  @Test
  void allFoldersAreListedByOneRequestAndEachImageIsReadByOne() {
    AtomicInteger listings = store.count(request -> request.getUrl().contains("list-type=2"));
    List<ListedImage> images = listed();
    assertEquals(CLASSES * PER_CLASS, images.size());
    assertTrue(listings.get() <= 2, listings + " requests to list " + CLASSES + " folders");
    AtomicInteger requests = store.count(request -> true);
    assertContents(images);
    assertEquals(images.size(), requests.get());
  }

  @Test
  void slowDownsLostConnectionsAndHalfAnswersAreTriedAgain() {
    List<ListedImage> images = listed();
    AtomicInteger slowed = strikeOnce(3, FaultyStore.slowDown());
    AtomicInteger lost =
        strikeOnce(5, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    AtomicInteger halved = strikeOnce(7, store.cutOff());
    assertContents(images);
    assertEquals(List.of(1, 1, 1), List.of(slowed.get(), lost.get(), halved.get()));
  }

  @Test
  void anObjectThatIsGoneOrForbiddenIsRejectedAndTheOthersContinue() {
    List<ListedImage> images = listed();
    store.strike(
        request -> request.getUrl().contains(key(1)),
        FaultyStore.error(404, "NoSuchKey", "The specified key does not exist."));
    store.strike(
        request -> FaultyStore.isRead(request, key(2)),
        FaultyStore.error(403, "AccessDenied", "Access Denied"));
    List<RejectedImageException> rejections = new ArrayList<>();
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, ImageLimits.DEFAULT)) {
      reads.forEachRemaining(fetched -> rejections.add(fetched.rejection()));
    }
    assertEquals(RejectionReason.VANISHED, rejections.get(1).reason());
    assertEquals(RejectionReason.UNREADABLE, rejections.get(2).reason());
    String forbidden = rejections.get(2).getMessage();
    assertTrue(forbidden.contains("Access Denied"), forbidden);
    assertFalse(forbidden.contains("Exception"), forbidden);
    assertEquals(images.size() - 2, rejections.stream().filter(Objects::isNull).count());
  }

  @Test
  void noThreadOutlivesTheAnswerThatItWaitedForWhenATaskEndsEarly() {
    List<ListedImage> images = listed();
    store.delay(1000);
    AtomicInteger requests = store.count(request -> true);
    ReadAhead reads = new ReadAhead(images.iterator(), hadoop, ImageLimits.DEFAULT);
    Thread task = new Thread(() -> reads.next(), "task");
    task.setUncaughtExceptionHandler((thread, stopped) -> {});
    task.start();
    while (requests.get() < ReadAhead.OPEN_FILES) {
      Thread.onSpinWait();
    }
    task.interrupt();
    reads.close();
  }

  private static List<ListedImage> listed() {
    return new ImageLister(hadoop)
        .list("s3a://" + LocalS3.BUCKET + "/images", ListingOptions.defaults())
        .images();
  }

  private static void assertContents(List<ListedImage> images) {
    try (ReadAhead reads = new ReadAhead(images.iterator(), hadoop, ImageLimits.DEFAULT)) {
      for (int i = 0; i < images.size(); i++) {
        Fetched<ListedImage> fetched = reads.next();
        assertEquals(images.get(i), fetched.image());
        assertArrayEquals(contentOf(i), fetched.content(), () -> "" + fetched.rejection());
      }
      assertFalse(reads.hasNext());
    }
  }

  private static AtomicInteger strikeOnce(int image, ResponseDefinitionBuilder answer) {
    AtomicInteger left = new AtomicInteger(1);
    return store.strike(
        request -> FaultyStore.isRead(request, key(image)) && left.getAndDecrement() > 0, answer);
  }

  private static String key(int i) {
    return "images/class-%02d/image-%03d.jpg".formatted(i / PER_CLASS, i);
  }

  private static byte[] contentOf(int i) {
    byte[] content = new byte[LENGTH];
    new Random(i).nextBytes(content);
    return content;
  }
}
