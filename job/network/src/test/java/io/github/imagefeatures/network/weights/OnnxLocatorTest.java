package io.github.imagefeatures.network.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.OnnxModel;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.onnx.Preprocessing;
import io.github.imagefeatures.network.onnx.PreprocessingPreset;
import io.github.imagefeatures.network.onnx.PreprocessingReader;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxLocatorTest {
  private static final String SQUASH =
      "{\"resize\": \"squash\", \"filter\": \"bicubic\", \"mean\": [0, 0, 0], \"deviation\": [1, 1, 1]}";
  private static final String CUT =
      "{\"do_resize\": true, \"do_normalize\": false, \"do_center_crop\": true, \"resample\": 2,"
          + " \"size\": {\"shortest_edge\": 40}, \"crop_size\": 32}";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("seen.v2.onnx"), OnnxModel.ofMeans(4, 1, -1, 3, 32, 32));
  }

  private Weights read(Optional<String> sha256, Optional<String> preprocessing) {
    WeightsLocator locator =
        new WeightsLocator(new Configuration(), List.of(folder), new WeightsDownload());
    return locator.of(
        new OnnxFile(file.toString(), sha256, preprocessing, Optional.empty(), Optional.empty()));
  }

  private String refused(Optional<String> sha256, Optional<String> preprocessing) {
    return assertThrows(WeightsException.class, () -> read(sha256, preprocessing)).getMessage();
  }

  @Test
  void theFileOfTheNetworksOwnNameComesBeforeThoseOfOtherTools() throws IOException {
    Files.writeString(folder.resolve("preprocessor_config.json"), CUT);
    Weights cut = read(Optional.empty(), Optional.empty());
    Files.writeString(folder.resolve("seen.v2.json"), SQUASH);
    Weights squashed = read(Optional.empty(), Optional.empty());
    assertNotEquals(cut.loaded().id(), squashed.loaded().id());
    assertEquals("seen.v2.onnx", cut.loaded().network().title());
    assertEquals(cut.provenance().sha256(), squashed.provenance().sha256());
    assertEquals(Recognition.UNKNOWN, cut.provenance().recognition());
    Files.writeString(folder.resolve("other.json"), CUT);
    assertEquals(
        cut.loaded().id(),
        read(Optional.empty(), Optional.of(folder.resolve("other.json").toString())).loaded().id());
  }

  @Test
  void withoutAPreprocessingTheSentenceNamesBothCures() {
    String sentence = refused(Optional.empty(), Optional.empty());
    assertTrue(sentence.contains("put seen.v2.json beside it"), sentence);
    assertTrue(sentence.contains("--preprocessing FILE"), sentence);
    assertTrue(sentence.contains("keras-tf"), sentence);
  }

  @Test
  void aFileThatTheUserVouchesForIsTheOneItHasToBe() throws IOException {
    String sha256 = WeightsLocator.sha256(Files.readAllBytes(file));
    Optional<String> siglip = Optional.of("siglip");
    assertEquals(Recognition.VOUCHED, read(Optional.of(sha256), siglip).provenance().recognition());
    String sentence = refused(Optional.of("0".repeat(64)), siglip);
    assertTrue(sentence.contains("name the right one with --network"), sentence);
  }

  @Test
  void aNetworkOrAPreprocessingThatIsNotThereIsNamed() throws IOException {
    String sentence = refused(Optional.empty(), Optional.of("nowhere.json"));
    assertTrue(sentence.contains("There is no preprocessing file nowhere.json"), sentence);
    Files.delete(file);
    sentence = refused(Optional.empty(), Optional.of("clip"));
    assertTrue(sentence.contains("There is no network file " + file), sentence);
  }

  @Test
  void aBrokenNetworkIsRefusedWithItsName() throws IOException {
    Files.writeString(file, "no network");
    String sentence = refused(Optional.empty(), Optional.of("clip"));
    assertTrue(sentence.startsWith(file + ": ONNX Runtime cannot open the network"), sentence);
  }

  @Test
  void anAddressWithAPasswordIsRefused() {
    file = Path.of("unused");
    WeightsLocator locator =
        new WeightsLocator(new Configuration(), List.of(folder), new WeightsDownload());
    OnnxFile secret =
        new OnnxFile(
            "s3a://key:secret@bucket/a.onnx",
            Optional.empty(),
            Optional.of("clip"),
            Optional.empty(),
            Optional.empty());
    String sentence = assertThrows(WeightsException.class, () -> locator.of(secret)).getMessage();
    assertTrue(sentence.startsWith("The address of the network holds a password"), sentence);
  }

  private PublishedOnnx published(byte[] content, URI address) {
    return new PublishedOnnx(
        "seen",
        "Seen V2",
        "MIT",
        address,
        WeightsLocator.sha256(content),
        PreprocessingPreset.SIGLIP.preprocessing(),
        Optional.of(Pooling.CLS));
  }

  private Weights readPublished(PublishedOnnx known, String address, Optional<String> sha256) {
    return new OnnxLocator(
            new Configuration(),
            List.of(folder.resolve("models"), folder),
            new WeightsDownload(),
            List.of(known))
        .read(new OnnxFile(address, sha256, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void aPublishedNetworkIsDownloadedOnceAndNeedsItsNameAlone() throws IOException {
    byte[] tokens = OnnxModel.ofPixels(32, 32);
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/at/revision/model.onnx",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, tokens.length);
          exchange.getResponseBody().write(tokens);
          exchange.close();
        });
    server.start();
    try {
      URI address =
          URI.create(
              "http://localhost:%d/at/revision/model.onnx"
                  .formatted(server.getAddress().getPort()));
      PublishedOnnx known = published(tokens, address);
      Weights downloaded = readPublished(known, "seen", Optional.empty());
      Weights again = readPublished(known, "seen", Optional.of(known.sha256()));
      Path kept = folder.resolve("models/seen.onnx");
      assertArrayEquals(tokens, Files.readAllBytes(kept));
      assertEquals(1, requests.get());
      assertEquals(downloaded.loaded().id(), again.loaded().id());
      assertEquals("Seen V2", downloaded.loaded().network().title());
      assertEquals(3, downloaded.loaded().network().features());
      assertEquals(
          new WeightsProvenance(kept.toString(), known.sha256(), "Seen V2, MIT", Recognition.KNOWN),
          downloaded.provenance());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPublishedNetworkIsKnownByItsContentWhereverItLies() throws IOException {
    byte[] tokens = OnnxModel.ofPixels(32, 32);
    Files.write(file, tokens);
    PublishedOnnx known = published(tokens, URI.create("http://127.0.0.1:1/model.onnx"));
    Weights found = readPublished(known, file.toString(), Optional.empty());
    assertEquals(Recognition.KNOWN, found.provenance().recognition());
    Files.writeString(folder.resolve("seen.v2.json"), SQUASH);
    assertNotEquals(
        found.loaded().id(), readPublished(known, file.toString(), Optional.empty()).loaded().id());
  }

  @Test
  void aPublishedNetworkThatCannotBeHadIsSaidWithWhereItWouldBeLookedFor() {
    PublishedOnnx known =
        published(new byte[] {1}, URI.create("http://127.0.0.1:1/at/revision/model.onnx"));
    String sentence =
        assertThrows(WeightsException.class, () -> readPublished(known, "seen", Optional.empty()))
            .getMessage();
    assertTrue(
        sentence.startsWith(
            "The network cannot be downloaded from http://127.0.0.1:1/at/revision/model.onnx"),
        sentence);
    assertTrue(
        sentence.endsWith(
            "put the file into %s as seen.onnx or name it with --network."
                .formatted(folder.resolve("models"))),
        sentence);
  }

  @Test
  void aFileOfAPublishedNetworksNameIsThatNetworkOrRefused() throws IOException {
    Path other = Files.write(folder.resolve("seen.onnx"), Files.readAllBytes(file));
    PublishedOnnx known = published(new byte[] {1}, URI.create("http://127.0.0.1:1/model.onnx"));
    String sentence =
        assertThrows(WeightsException.class, () -> readPublished(known, "seen", Optional.empty()))
            .getMessage();
    assertTrue(sentence.startsWith("The network file " + other + " has sha256 "), sentence);
  }

  @Test
  void aPublishedNetworkIsNotTheOneThatTheUserVouchesFor() throws IOException {
    byte[] tokens = OnnxModel.ofPixels(32, 32);
    Files.write(folder.resolve("seen.onnx"), tokens);
    PublishedOnnx known = published(tokens, URI.create("http://127.0.0.1:1/model.onnx"));
    String sentence =
        assertThrows(
                WeightsException.class,
                () -> readPublished(known, "seen", Optional.of("0".repeat(64))))
            .getMessage();
    assertTrue(sentence.contains("not " + "0".repeat(64)), sentence);
  }

  @Test
  void aNetworkUsedBeforeIsFoundByItsSha256WithThePreprocessingThatItHad() throws IOException {
    byte[] tokens = OnnxModel.ofPixels(32, 32);
    PublishedOnnx known = published(tokens, URI.create("http://127.0.0.1:1/model.onnx"));
    Files.write(file, tokens);
    Files.writeString(folder.resolve("seen.v2.json"), CUT);
    Weights before = readPublished(known, file.toString(), Optional.empty());
    Preprocessing had = PreprocessingReader.read(CUT.getBytes(StandardCharsets.UTF_8), "");
    assertEquals(before.loaded().id(), again(known, file, had).loaded().id());
    Files.delete(folder.resolve("seen.v2.json"));
    Files.move(file, folder.resolve("seen.onnx"));
    assertEquals(before.loaded().id(), again(known, file, had).loaded().id());
    Files.delete(folder.resolve("seen.onnx"));
    String sentence =
        assertThrows(WeightsException.class, () -> again(known, file, had)).getMessage();
    assertTrue(sentence.startsWith("The network cannot be downloaded"), sentence);
  }

  private Weights again(PublishedOnnx known, Path used, Preprocessing had) {
    return new OnnxLocator(
            new Configuration(), List.of(folder), new WeightsDownload(), List.of(known))
        .again(
            new OnnxFile(
                used.toString(),
                Optional.of(known.sha256()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Pooling.CLS)),
            had);
  }
}
