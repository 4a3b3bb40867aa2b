package io.github.imagefeatures.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a processor. That it is what oneDNN uses is shown by {@code OneDnnTest}. */
final class ProcessorTest {
  private static final String SSE = "flags\t\t: fpu sse4_1 sse4_2";
  private static final String AVX2 = SSE + " avx avx2 fma";
  private static final String AVX_512 = AVX2 + " avx512f avx512bw avx512vl avx512dq avx512cd";

  @Test
  void theModelIsTheProcessorsOwnName() {
    assertEquals("A Processor 7", of("", "model name\t: A Processor 7", AVX2).model());
  }

  @Test
  void whereThereAreNoFactsTheArchitectureStandsForThem() {
    String architecture = System.getProperty("os.arch");
    assertEquals(new Processor(architecture, architecture, true), of(""));
  }

  @Test
  void theInstructionSetIsTheWidestThatTheProcessorHas() {
    assertEquals("SSE4.1", of("", SSE).instructionSet());
    assertEquals("AVX2", of("", AVX2).instructionSet());
    assertEquals("AVX-512", of("", AVX_512).instructionSet());
    assertEquals("AVX2", of("", AVX2 + " avx512f").instructionSet());
  }

  @ParameterizedTest
  @CsvSource({
    "SSE41, SSE4.1",
    "AVX, AVX",
    "avx2, AVX2",
    "AVX2_VNNI, AVX2",
    "AVX512_CORE, AVX-512",
    "AVX512_CORE_AMX, AVX-512",
    "ALL, AVX-512",
    "nonsense, AVX-512"
  })
  void oneDnnsOwnLimitCounts(String limit, String expected) {
    assertEquals(expected, of(limit, AVX_512).instructionSet());
  }

  private static Processor of(String limit, String... facts) {
    return Processor.of(List.of(facts), limit, true);
  }
}
