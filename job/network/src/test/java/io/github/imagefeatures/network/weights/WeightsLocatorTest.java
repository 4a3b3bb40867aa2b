package io.github.imagefeatures.network.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.SharedFolder;
import io.github.imagefeatures.network.mobilenet.WeightsFile;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Where weights are looked for, and how far they are trusted. */
final class WeightsLocatorTest {
  private static final PublishedNetwork NETWORK = Networks.DEFAULT;
  private static final KnownFile OFFICIAL = NETWORK.published().official();
  private static final KnownFile REDISTRIBUTED = NETWORK.published().known().get(1);

  private static byte[] own;

  @TempDir private Path temp;
  private Path first;
  private Path second;
  private WeightsLocator locator;

  @BeforeAll
  static void makeOwnWeights() {
    own = WeightsFile.random(3).bytes();
  }

  @BeforeEach
  void makeFolders() throws IOException {
    first = temp.resolve("models");
    second = temp.resolve("shared models");
    locator =
        new WeightsLocator(
            new Configuration(), List.of(first, second), new WeightsDownload(nobodyListens()));
  }

  @Test
  void aFileOfTheUsersOwnRunsAndIsMarkedUnknown() throws IOException {
    Path file = Files.write(temp.resolve("own.h5"), own);
    Weights weights = locator.named(NETWORK, file.toString(), Optional.empty());
    String sha256 = WeightsLocator.sha256(own);
    assertEquals(
        new WeightsProvenance(
            file.toString(), sha256, "a file of the user's own", Recognition.UNKNOWN),
        weights.provenance());
    assertEquals(sha256, weights.loaded().id());
    assertTrue(weights.provenance().trained());
  }

  @Test
  void aSha256OfTheUsersVouchesInEitherCase() throws IOException {
    Path file = Files.write(temp.resolve("own.h5"), own);
    String sha256 = WeightsLocator.sha256(own);
    for (String vouched : List.of(sha256, sha256.toUpperCase(Locale.ROOT))) {
      Weights weights = locator.named(NETWORK, file.toString(), Optional.of(vouched));
      assertEquals(Recognition.VOUCHED, weights.provenance().recognition());
    }
  }

  @Test
  void aFileWithAnotherSha256ThanTheUsersIsRejected() throws IOException {
    Path file = Files.write(temp.resolve("own.h5"), own);
    String other = "0".repeat(64);
    assertSentence(
        "The weights file %s has sha256 %s, not %s: it is damaged or another file. Delete it or name the right one with --model."
            .formatted(file, WeightsLocator.sha256(own), other),
        () -> locator.named(NETWORK, file.toString(), Optional.of(other)));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path file = Files.write(temp.resolve("own.h5"), new byte[] {1, 2, 3});
    WeightsException failure =
        assertThrows(
            WeightsException.class,
            () -> locator.named(NETWORK, file.toString(), Optional.empty()));
    assertTrue(failure.getMessage().startsWith(file + ": The weights file "), failure.getMessage());
  }

  @Test
  void sha256IsTheStandards() {
    // FIPS 180-2, appendix B.1.
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        WeightsLocator.sha256(new byte[] {'a', 'b', 'c'}));
  }

  @Test
  void aFileUrlIsReadLikeAPath() throws IOException {
    Path file = Files.write(temp.resolve("own.h5"), own);
    Weights weights = locator.named(NETWORK, file.toUri().toString(), Optional.empty());
    assertEquals(WeightsLocator.sha256(own), weights.provenance().sha256());
  }

  @Test
  void aNamedFileThatIsNotThereIsSaidToBeMissing() {
    assertSentence(
        "There is no weights file /no/such.h5 that can be opened. Name another one with --model, or leave --model out.",
        () -> locator.named(NETWORK, "/no/such.h5", Optional.empty()));
  }

  @Test
  void aNamedFolderIsRejected() {
    assertSentence(
        "The weights file %s cannot be read: it is a folder. Check the path and your rights to it."
            .formatted(temp),
        () -> locator.named(NETWORK, temp.toString(), Optional.empty()));
  }

  @Test
  void aStoreThatIsNotOnTheClassPathIsRejected() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3.impl", "org.example.NoSuchFileSystem");
    WeightsLocator withoutStore =
        new WeightsLocator(hadoop, List.of(first), new WeightsDownload(nobodyListens()));
    for (String address : List.of("s3://bucket/own.h5", "nosuch://bucket/own.h5")) {
      assertBegins(
          "The weights file " + address + " cannot be read: ",
          () -> withoutStore.named(NETWORK, address, Optional.empty()));
    }
  }

  @Test
  void aFileLargerThanAnyWeightsIsRejected() throws IOException {
    Path file = temp.resolve("film.h5");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((200L << 20) + 1);
    }
    assertBegins(
        "The weights file " + file + " is larger than 200 MB",
        () -> locator.named(NETWORK, file.toString(), Optional.empty()));
  }

  @Test
  void aFileWithAKnownNameButAnotherContentIsRejected() throws IOException {
    for (KnownFile known : NETWORK.published().known()) {
      Path file = put(first, known, own);
      assertSentence(
          "The weights file %s has sha256 %s, not %s: it is damaged or another file. Delete it or name the right one with --model."
              .formatted(file, WeightsLocator.sha256(own), known.sha256()),
          () -> locator.find(NETWORK));
      Files.delete(file);
    }
  }

  @Test
  void theFirstFolderIsLookedThroughBeforeTheSecond() throws IOException {
    Path inFirst = put(first, REDISTRIBUTED, own);
    put(second, OFFICIAL, own);
    assertBegins("The weights file " + inFirst + " has sha256", () -> locator.find(NETWORK));
  }

  @Test
  void theSecondFolderIsLookedThroughBeforeTheDownload() throws IOException {
    Path inSecond = put(second, OFFICIAL, own);
    assertBegins("The weights file " + inSecond + " has sha256", () -> locator.find(NETWORK));
  }

  @Test
  void aFolderUnderAKnownNameIsPassedOver() throws IOException {
    Files.createDirectories(first.resolve(OFFICIAL.fileName()));
    assertBegins("The weights cannot be downloaded from ", () -> locator.find(NETWORK));
  }

  @Test
  void withNoFileAnywhereTheDownloadIsTried() {
    assertBegins(
        "The weights cannot be downloaded from http://localhost:", () -> locator.find(NETWORK));
    assertFalse(Files.exists(first));
  }

  @Test
  void aKnownFileIsFoundInTheSecondFolder() throws IOException {
    Path shared = sharedWeights();
    Path file = put(second, REDISTRIBUTED, Files.readAllBytes(shared));
    WeightsProvenance provenance = locator.find(NETWORK).provenance();
    assertEquals(
        new WeightsProvenance(
            file.toString(),
            REDISTRIBUTED.sha256(),
            REDISTRIBUTED.description(),
            Recognition.KNOWN),
        provenance);
  }

  @Test
  void aFoundFileIsReadFromThisMachineEvenWhereHadoopsDefaultIsACluster() throws IOException {
    Path shared = sharedWeights();
    put(first, REDISTRIBUTED, Files.readAllBytes(shared));
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", "nosuch://cluster");
    Weights weights =
        new WeightsLocator(hadoop, List.of(first), new WeightsDownload(nobodyListens()))
            .find(NETWORK);
    assertEquals(Recognition.KNOWN, weights.provenance().recognition());
  }

  @Test
  void aNamedFileIsKnownByItsContentWhateverItsName() throws IOException {
    Path file = Files.copy(sharedWeights(), temp.resolve("mine.h5"));
    WeightsProvenance provenance =
        locator.named(NETWORK, file.toString(), Optional.empty()).provenance();
    assertEquals(Recognition.KNOWN, provenance.recognition());
    assertEquals(REDISTRIBUTED.description(), provenance.description());
  }

  private static Path sharedWeights() {
    return SharedFolder.require("models/" + REDISTRIBUTED.fileName());
  }

  private static Path put(Path folder, KnownFile known, byte[] content) throws IOException {
    return Files.write(Files.createDirectories(folder).resolve(known.fileName()), content);
  }

  private static void assertSentence(String expected, Executable work) {
    assertEquals(expected, assertThrows(WeightsException.class, work).getMessage());
  }

  private static void assertBegins(String start, Executable work) {
    String message = assertThrows(WeightsException.class, work).getMessage();
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains("--model") || message.contains("Check the path"), message);
  }

  private static URI nobodyListens() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://localhost:" + socket.getLocalPort() + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
