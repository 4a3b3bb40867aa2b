package io.github.imagefeatures.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store that other tests stand on does what they take it to do. */
final class FaultyStoreTest {
  private static final byte[] CONTENT = new byte[50_000];
  private static final org.apache.hadoop.fs.Path FILE =
      new org.apache.hadoop.fs.Path("s3a://bucket/in a folder/50% of #1?.bin");

  @TempDir private static Path folder;
  private static LocalS3 server;
  private static FaultyStore store;
  private FileSystem s3a;

  @BeforeAll
  static void start() {
    new Random(1).nextBytes(CONTENT);
    server = new LocalS3(folder);
    store = new FaultyStore(server.endpoint());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void connect() throws IOException {
    Configuration hadoop = new Configuration();
    LocalS3.hadoopSettings(store.endpoint()).forEach(hadoop::set);
    hadoop.set("fs.s3a.retry.interval", "1ms");
    hadoop.set("fs.s3a.retry.throttle.interval", "1ms");
    s3a = FileSystem.newInstance(FILE.toUri(), hadoop);
    server.put("in a folder/50% of #1?.bin", CONTENT);
  }

  @AfterEach
  void heal() throws IOException {
    store.heal();
    s3a.close();
  }

  @Test
  void whatIsWrittenThroughItIsListedAndReadAgain() throws IOException {
    org.apache.hadoop.fs.Path copy = new org.apache.hadoop.fs.Path("s3a://bucket/copies/a b.bin");
    try (FSDataOutputStream out = s3a.create(copy, true)) {
      out.write(CONTENT);
    }
    org.apache.hadoop.fs.Path renamed = new org.apache.hadoop.fs.Path("s3a://bucket/renamed");
    s3a.rename(copy.getParent(), renamed);
    assertEquals(
        CONTENT.length,
        s3a.getFileStatus(new org.apache.hadoop.fs.Path(renamed, "a b.bin")).getLen());
    assertEquals(1, s3a.listStatus(renamed).length);
    s3a.delete(renamed, true);
    assertThrows(FileNotFoundException.class, () -> s3a.listStatus(renamed));
    assertArrayEquals(CONTENT, read());
  }

  @Test
  void errorsAndLostConnectionsReachTheClient() throws IOException {
    AtomicInteger slowDowns = strikeFirst(2, FaultyStore.slowDown());
    assertArrayEquals(CONTENT, read());
    assertEquals(2, slowDowns.get());
    AtomicInteger resets =
        strikeFirst(2, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertArrayEquals(CONTENT, read());
    assertEquals(2, resets.get());
  }

  @Test
  void aBodyThatEndsEarlyIsNeverTakenForTheWhole() throws IOException {
    AtomicInteger cuts = strikeFirst(Integer.MAX_VALUE, store.cutOff());
    try {
      assertEquals(CONTENT.length / 2, read().length);
    } catch (IOException e) {
      // The client asks for the rest, of which half comes, and so on.
      assertTrue(e.getMessage().contains("Premature end"), e.getMessage());
    }
    assertTrue(cuts.get() > 0);
    strikeFirst(1, store.cutOff());
    assertArrayEquals(CONTENT, read());
  }

  private AtomicInteger strikeFirst(int times, ResponseDefinitionBuilder answer) {
    store.heal();
    AtomicInteger left = new AtomicInteger(times);
    return store.strike(
        request -> FaultyStore.isRead(request, "50%25") && left.getAndDecrement() > 0, answer);
  }

  private byte[] read() throws IOException {
    try (FSDataInputStream in = s3a.open(FILE)) {
      return in.readAllBytes();
    }
  }
}
