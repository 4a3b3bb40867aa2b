package io.github.imagefeatures.tensorflow;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What computed features: the same image gives the same bits on every machine whose instruction set
 * and oneDNN are the same and where the same library computes, and numbers that differ by some 1e-5
 * on another.
 *
 * @param model the processor's name for itself; its architecture where it has none
 * @param instructionSet the widest vectors that are used for float32: SSE4.1, AVX, AVX2 or AVX-512;
 *     the architecture where that is not x86-64
 * @param onednn whether convolutions are oneDNN's, which those of TensorFlow alone can be
 */
public record Processor(String model, String instructionSet, boolean onednn)
    implements Serializable {
  private static final Path FACTS = Path.of("/proc/cpuinfo");

  /** Limits oneDNN to a lower instruction set. */
  private static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

  /** Instruction sets for which oneDNN has float32 kernels of their own, the widest first. */
  private enum InstructionSet {
    AVX_512("AVX-512", "AVX512", "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512cd"),
    AVX2("AVX2", "AVX2", "avx2", "fma"),
    AVX("AVX", "AVX", "avx"),
    SSE4_1("SSE4.1", "SSE41", "sse4_1");

    private final String words;
    private final String limit;
    private final List<String> flags;

    InstructionSet(String words, String limit, String... flags) {
      this.words = words;
      this.limit = limit;
      this.flags = List.of(flags);
    }

    /** Whether a value of oneDNN's limit, such as AVX512_CORE_VNNI, rules this set out. */
    private boolean isAbove(String value) {
      return Arrays.stream(values())
          .filter(set -> value.equals(set.limit) || value.startsWith(set.limit + "_"))
          .anyMatch(set -> set.ordinal() > ordinal());
    }
  }

  /** {@return this machine's processor, as TensorFlow uses it in this process} Loads TensorFlow. */
  public static Processor here() {
    return Here.PROCESSOR;
  }

  /** {@return this machine's processor, as other libraries use it} */
  public static Processor withoutTensorFlow() {
    return WithoutTensorFlow.PROCESSOR;
  }

  /**
   * @param facts lines of {@code /proc/cpuinfo}; empty where there is no such file
   * @param limit value of oneDNN's limit; empty when it is unset
   */
  static Processor of(List<String> facts, String limit, boolean onednn) {
    String architecture = System.getProperty("os.arch");
    String model = fact(facts, "model name");
    Set<String> flags =
        Set.of(Arrays.stream(fact(facts, "flags").split(" ")).distinct().toArray(String[]::new));
    String upper = limit.toUpperCase(Locale.ROOT);
    return new Processor(
        model.isEmpty() ? architecture : model,
        Arrays.stream(InstructionSet.values())
            .filter(set -> flags.containsAll(set.flags) && !set.isAbove(upper))
            .map(set -> set.words)
            .findFirst()
            .orElse(architecture),
        onednn);
  }

  private static List<String> facts() {
    try {
      return Files.exists(FACTS) ? Files.readAllLines(FACTS) : List.of();
    } catch (IOException e) {
      // Only a description: a container may forbid the file.
      return List.of();
    }
  }

  private static String fact(List<String> facts, String name) {
    return facts.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Read once: every task asks. */
  private static final class WithoutTensorFlow {
    private static final Processor PROCESSOR = of(facts(), "", false);
  }

  /** Read when first asked for: it loads TensorFlow. */
  private static final class Here {
    private static final Processor PROCESSOR =
        of(facts(), System.getenv().getOrDefault(LIMIT, ""), TensorFlowRuntime.usesOneDnn());
  }
}
