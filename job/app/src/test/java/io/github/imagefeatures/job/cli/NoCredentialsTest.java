package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.imagefeatures.job.faults.NullPointerFileSystem;
import io.github.imagefeatures.network.mobilenet.WeightsFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs that know credentials, and all that they leave, say and log. */
final class NoCredentialsTest {
  private static final String SECRET = "KEPT-TO-ITSELF";

  @TempDir private Path folder;
  private final List<String> properties = new ArrayList<>();
  private final StringWriter console = new StringWriter();
  private final LogLines log = new LogLines();
  private Path images;
  private Path output;

  @BeforeEach
  void prepare() {
    set("spark.master", "local[2]");
    set("imagefeatures.home", folder.resolve("no-checkout").toString());
    set("imagefeatures.weights", "http://127.0.0.1:1/");
    set("spark.hadoop.fs.s3a.access.key", SECRET + "-ID");
    set("spark.hadoop.fs.s3a.secret.key", SECRET);
    set("spark.hadoop.fs.planted.impl", NullPointerFileSystem.class.getName());
    images = folder.resolve("images");
    output = folder.resolve("out");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
    log.begin(Level.INFO);
  }

  @AfterEach
  void restore() {
    log.end();
    properties.forEach(System::clearProperty);
  }

  @Test
  void aCompleteRunLeavesNone() throws IOException {
    HttpServer server = serving(WeightsFile.random(3).bytes());
    String signed =
        "http://127.0.0.1:%d/own.h5?X-Amz-Signature=%s"
            .formatted(server.getAddress().getPort(), SECRET);
    try {
      int code =
          run("--images", images.toString(), "--output", output.toString(), "--model", signed);
      assertEquals(0, code, console.toString());
    } finally {
      server.stop(0);
    }

    Path run = output.resolve("runs/a");
    assertTrue(
        Files.readString(run.resolve("manifest.json")).contains("own.h5?***"),
        "the address is there without its signature");
    assertNoSecret();
  }

  @ParameterizedTest
  @CsvSource({
    "--images, s3a://ID:KEPT-TO-ITSELF@bucket/images, 3",
    "--images, s3a://ID:KEPT/TO/ITSELF:KEPT-TO-ITSELF@bucket/images, 3",
    "--images, nowhere://KEPT-TO-ITSELF@host/images, 3",
    "--images, planted://KEPT-TO-ITSELF@host/images, 1",
    "--output, s3a://ID:KEPT-TO-ITSELF@bucket/out, 6",
    "--output, s3a://ID:/KEPT-TO-ITSELF@bucket/out, 6",
    "--output, nowhere://KEPT-TO-ITSELF@host/out, 6",
    "--fit-from, s3a://ID:KEPT-TO-ITSELF@bucket/out/runs/a, 6",
    "--fit-from, nowhere://KEPT-TO-ITSELF@host/out/runs/a, 6",
    "--model, s3a://ID:KEPT-TO-ITSELF@bucket/own.h5, 5",
    "--model, http://ID:KEPT-TO-ITSELF@127.0.0.1:1/own.h5, 5",
    "--model, http://127.0.0.1:1/own.h5?X-Amz-Signature=KEPT-TO-ITSELF, 5",
    "--model, nowhere://KEPT-TO-ITSELF@host/own.h5, 5"
  })
  void aFailedRunLeavesAndSaysNone(String option, String address, int exitCode) throws IOException {
    List<String> line = new ArrayList<>(List.of(option, address));
    for (var other : List.of(List.of("--images", images), List.of("--output", output))) {
      if (!other.get(0).equals(option)) {
        other.forEach(each -> line.add(each.toString()));
      }
    }
    assertEquals(exitCode, run(line.toArray(String[]::new)), console.toString());
    assertTrue(console.toString().contains("image-features: "), console.toString());
    assertNoSecret();
  }

  private int run(String... options) {
    List<String> line = new ArrayList<>(List.of("run", "--run-id", "a", "--verbose"));
    line.addAll(List.of(options));
    PrintWriter both = new PrintWriter(console, true);
    return Main.execute(line.toArray(String[]::new), both, both, new Main.Failures());
  }

  private void assertNoSecret() throws IOException {
    assertFalse(console.toString().contains(SECRET), console.toString());
    assertEquals(
        List.of(), log.lines().stream().filter(line -> line.contains(SECRET)).toList(), "the log");
    assertFalse(log.lines().isEmpty(), "the log is listened to");
    if (Files.exists(output)) {
      try (Stream<Path> files = Files.walk(output)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertFalse(text(file).contains(SECRET), file.toString());
        }
      }
    }
  }

  private static String text(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static HttpServer serving(byte[] content) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void set(String name, String value) {
    System.setProperty(name, value);
    properties.add(name);
  }
}
