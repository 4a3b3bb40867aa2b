package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.tensorflow.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of an image have one place, whichever of OpenBLAS' kernels projects them. */
final class ProjectionKernelsTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "Nehalem, sse4_2",
    "Sandybridge, avx",
    "Haswell, avx2",
    "Zen, avx2",
    "SkylakeX, avx512f",
    "Cooperlake, avx512_bf16"
  })
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "kernels can be chosen on x86-64")
  void copiesHaveTheSameComponentsAtEveryPlace(String kernels, String flag) throws Exception {
    assumeTrue(
        Files.readString(Path.of("/proc/cpuinfo")).contains(" " + flag + " "),
        "this processor cannot run these kernels");
    JavaProcess process =
        JavaProcess.run(
            CopiesAmongRows.class, temp, List.of(), Map.of("OPENBLAS_CORETYPE", kernels));
    assertEquals(List.of("0 copies differ"), process.out());
  }
}
