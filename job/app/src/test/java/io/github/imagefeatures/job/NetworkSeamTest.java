package io.github.imagefeatures.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sizes and the name of the default network stand in its own room alone: everything else asks
 * the network. {@link RoomsTest} sees that no other room uses the classes.
 */
final class NetworkSeamTest {
  private static final Path REPOSITORY = Path.of("../..");

  /** What the sources of all modules lie in, but for those that compare with other programs. */
  private static final List<String> SOURCES =
      List.of(
          "job/pixels/src/main",
          "job/network/src/main",
          "job/spark/src/main",
          "job/app/src/main",
          "cdk/src/main",
          "run-outcome/src/main");

  /** The network's own room and the list of networks. */
  private static final Pattern OWN =
      Pattern.compile(".*/network/(mobilenet/.*|weights/Networks\\.java)");

  /** Side of the input, numbers of an input and its bytes, numbers of a feature vector, name. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?<![\\w.])(224|1[_,]?280|150[_,]?528|602[_,]?112)(?![\\w]|\\.\\d)|(?i:mobile_?net)");

  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|properties|html|js|css|json|xml|txt)");

  @Test
  void noOtherRoomKnowsTheDefaultNetworksSizesOrName() {
    List<String> found =
        sources()
            .filter(file -> !OWN.matcher(file.toString()).matches())
            .flatMap(NetworkSeamTest::found)
            .toList();
    assertEquals(List.of(), found, "ask the network");
  }

  @Test
  void theRoomsThatAreLookedThroughAreThere() {
    for (String folder : SOURCES) {
      assertTrue(sources().anyMatch(file -> file.startsWith(REPOSITORY.resolve(folder))), folder);
    }
    assertTrue(
        sources()
                .filter(file -> OWN.matcher(file.toString()).matches())
                .flatMap(NetworkSeamTest::found)
                .count()
            > 3,
        "the network's own room has them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int features = 1280;",
        "double[1_280]",
        "1,280 numbers",
        "resize(224, 224)",
        "[150528]",
        "602,112 bytes",
        "import io.github.imagefeatures.network.mobilenet.FoldedWeights;",
        "MobileNetV2.NETWORK"
      })
  void itIsSeenWhenSomebodyWritesIt(String line) {
    assertTrue(FORBIDDEN.matcher(line).find());
  }

  @ParameterizedTest
  @ValueSource(strings = {"12800", "0.224", "224.5", "#1280ff", "21_280"})
  void otherNumbersAreNot(String line) {
    assertFalse(FORBIDDEN.matcher(line).find());
  }

  private static Stream<String> found(Path file) {
    try {
      List<String> lines = Files.readString(file).lines().toList();
      return IntStream.range(0, lines.size())
          .filter(i -> FORBIDDEN.matcher(lines.get(i)).find())
          .mapToObj(i -> REPOSITORY.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> sources() {
    return SOURCES.stream().map(REPOSITORY::resolve).flatMap(NetworkSeamTest::files);
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> TEXT.matcher(file.toString()).matches()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
