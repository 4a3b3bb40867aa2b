package io.github.imagefeatures.job;

import io.github.imagefeatures.image.preprocess.ImagePreprocessorFuzz;
import io.github.imagefeatures.job.folder.RunFilesFuzz;
import io.github.imagefeatures.listing.TarScanFuzz;
import io.github.imagefeatures.network.mobilenet.KerasWeightsReaderFuzz;
import io.github.imagefeatures.network.onnx.PreprocessingReaderFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fuzzer begins with and what it once found: each input keeps the promises of its target.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuzzInputsTest {

  @ParameterizedTest
  @MethodSource
  void anImageBecomesPixelsOrIsRejected(Path file) throws IOException {
    ImagePreprocessorFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> anImageBecomesPixelsOrIsRejected() {
    return Stream.of("files", "fuzz", "oriented")
        .flatMap(folder -> inputs("pixels", "image/" + folder).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource
  void aTarIsScannedToItsEnd(Path file) throws IOException {
    TarScanFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aTarIsScannedToItsEnd() {
    return inputs("spark", "listing/fuzz");
  }

  @ParameterizedTest
  @MethodSource
  void aWeightsFileIsReadOrRefused(Path file) throws IOException {
    KerasWeightsReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aWeightsFileIsReadOrRefused() {
    return inputs("network", "network/mobilenet/fuzz");
  }

  @ParameterizedTest
  @MethodSource
  void aPreprocessingFileIsReadOrRefused(Path file) throws IOException {
    PreprocessingReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aPreprocessingFileIsReadOrRefused() {
    return inputs("network", "network/onnx/fuzz");
  }

  @ParameterizedTest
  @MethodSource
  void aFileOfARunIsReadOrRefused(Path file) throws IOException {
    RunFilesFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aFileOfARunIsReadOrRefused() {
    return inputs("app", "job/folder/fuzz");
  }

  /** Those of a module as they stand among its sources: its JAR of tests is not a folder. */
  private static List<Path> inputs(String module, String room) {
    Path folder = Path.of("..", module, "src/test/resources/io/github/imagefeatures", room);
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
