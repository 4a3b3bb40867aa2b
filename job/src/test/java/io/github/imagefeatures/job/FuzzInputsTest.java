package io.github.imagefeatures.job;

import io.github.imagefeatures.job.image.ImagePreprocessorFuzz;
import io.github.imagefeatures.job.model.KerasWeightsReaderFuzz;
import io.github.imagefeatures.job.run.RunFilesFuzz;
import io.github.imagefeatures.job.source.TarScanFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
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
    return Stream.concat(inputs("image/decode").stream(), inputs("image/fuzz").stream()).toList();
  }

  @ParameterizedTest
  @MethodSource
  void aTarIsScannedToItsEnd(Path file) throws IOException {
    TarScanFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aTarIsScannedToItsEnd() {
    return inputs("source/fuzz");
  }

  @ParameterizedTest
  @MethodSource
  void aWeightsFileIsReadOrRefused(Path file) throws IOException {
    KerasWeightsReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aWeightsFileIsReadOrRefused() {
    return inputs("model/fuzz");
  }

  @ParameterizedTest
  @MethodSource
  void aFileOfARunIsReadOrRefused(Path file) throws IOException {
    RunFilesFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
  }

  static List<Path> aFileOfARunIsReadOrRefused() {
    return inputs("run/fuzz");
  }

  private static List<Path> inputs(String folder) {
    try (Stream<Path> files =
        Files.list(Path.of(FuzzInputsTest.class.getResource(folder).toURI()))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
