package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.tensorflow.JavaProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose kernels compute the network, told by oneDNN's own trace, in processes of their own. */
final class OneDnnTest {
  private static final String SWITCH = "TF_ENABLE_ONEDNN_OPTS";
  private static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

  @TempDir private Path temp;

  @BeforeEach
  void requireX86() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "oneDNN's trace is read on x86-64 alone");
  }

  @ParameterizedTest
  @CsvSource({
    "SSE41, SSE4.1, SSE4.1",
    "AVX2, AVX2, AVX2",
    "AVX512_CORE, AVX-512, AVX-512",
  })
  void convolutionsAreOneDnnsWithTheWidestInstructionsAllowed(
      String limit, String set, String traced) throws Exception {
    JavaProcess process = run(Map.of(LIMIT, limit));
    String processor = process.out().get(0);
    // A processor without AVX-512 keeps to AVX2 under the third limit.
    String expected = supports(processor, set) ? traced : "AVX2";
    assertTrue(processor.endsWith("instructionSet=" + expected + ", onednn=true]"), processor);
    assertTrue(isa(process).contains(expected), isa(process));
    assertTrue(convolutions(process) >= MobileNetV2.convolutions().size(), "of one call");
    assertFalse(process.out().stream().anyMatch(line -> line.contains(",gemm_api,")));
    assertEquals("0 places differ", last(process));
  }

  @Test
  void aUsersOwnChoiceAgainstOneDnnIsKeptAndTheBitsStillDoNotDependOnThePlace() throws Exception {
    JavaProcess process = run(Map.of(SWITCH, "0", LIMIT, "AVX2"));
    assertTrue(process.out().get(0).endsWith("onednn=false]"), process.out().get(0));
    assertEquals(0, convolutions(process));
    assertEquals("0 places differ", last(process));
  }

  private JavaProcess run(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent(SWITCH, "");
    all.put("ONEDNN_VERBOSE", "1");
    return JavaProcess.run(TracedExtractor.class, temp, List.of(), all);
  }

  private static boolean supports(String processor, String set) {
    return !set.equals("AVX-512") || processor.contains("AVX-512");
  }

  private static String isa(JavaProcess process) {
    return process.out().stream()
        .filter(line -> line.contains("info,cpu,isa:"))
        .findFirst()
        .orElse("no instruction set in the trace");
  }

  private static long convolutions(JavaProcess process) {
    return process.out().stream().filter(line -> line.contains(",exec,cpu,convolution,")).count();
  }

  private static String last(JavaProcess process) {
    return process.out().get(process.out().size() - 1);
  }
}
