package io.github.imagefeatures.job.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.tensorflow.Processor;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one process of Spark's, the driver or an executor, knows of itself and of its node. What it
 * cannot see is an empty text.
 *
 * @param executor Spark's name of it: {@code driver}, or a number
 * @param host the name of its node
 * @param node YARN's name of the node, host and port; the host where YARN has not started it
 * @param vcpus the processors of the node
 * @param java its version of Java
 * @param glibc the version of the node's C library
 * @param processor the node's processor, as TensorFlow uses it
 * @param processorFlags what the processor can do, of what matters to a network
 * @param nodeType EC2's name of the node's type, such as {@code m5.xlarge}
 * @param role of the node in a cluster of Amazon EMR, {@code core} or {@code task}
 * @param market the market that the node is from, {@code on_demand} or {@code spot}
 * @param natives TensorFlow's libraries that the process has loaded
 */
record ProcessFacts(
    String executor,
    String host,
    String node,
    int vcpus,
    String java,
    String glibc,
    Processor processor,
    List<String> processorFlags,
    String nodeType,
    String role,
    String market,
    List<NativeFile> natives)
    implements Serializable {
  private static final Path MEMORY_MAP = Path.of("/proc/self/maps");
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** On EC2's Nitro machines, which all types of a deployment are, the firmware tells the type. */
  private static final Path FIRMWARE = Path.of("/sys/devices/virtual/dmi/id");

  /** What Amazon EMR lays on each of its nodes. */
  private static final Path EMR = Path.of("/mnt/var/lib/info/extraInstanceData.json");

  private static final Pattern MAPPED_LIBRARY =
      Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\d+) +(/.*/lib(?:jni)?tensorflow[^/]*)");

  private static final Pattern FLAG =
      Pattern.compile("sse4_1|avx.*|fma|amx.*|asimd.*|sve.*|bf16|i8mm");

  /**
   * A library in the memory of a process.
   *
   * @param path the file that it was loaded from
   * @param inode the file's number, which tells copies of it apart
   */
  record NativeFile(String path, long inode) implements Serializable {}

  /** Looks at this process; loads TensorFlow's libraries first. */
  static ProcessFacts here(String executor) throws IOException {
    TensorFlowRuntime.loadLibrary();
    String host = InetAddress.getLocalHost().getHostName();
    Optional<JsonNode> emr = emr();
    return new ProcessFacts(
        executor,
        host,
        node(host),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        readGlibc(),
        Processor.here(),
        readProcessorFlags(),
        readNodeType(),
        of(emr, "instanceRole"),
        of(emr, "marketType"),
        mappedNatives());
  }

  /** YARN tells its containers, in these variables, which NodeManager has started them. */
  private static String node(String host) {
    String manager = System.getenv("NM_HOST");
    return manager == null ? host : manager + ":" + System.getenv("NM_PORT");
  }

  /** As the bootstrap action that looks at a node asks. */
  private static String readGlibc() throws IOException {
    try {
      Process getconf = new ProcessBuilder("getconf", "GNU_LIBC_VERSION").start();
      String said =
          new String(getconf.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return getconf.waitFor() == 0 ? said.replaceFirst("^glibc ", "") : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static List<String> readProcessorFlags() throws IOException {
    if (!Files.exists(PROCESSOR)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(PROCESSOR)) {
      String flags =
          lines.filter(line -> line.matches("(flags|Features)\\s*:.*")).findFirst().orElse("");
      return Arrays.stream(flags.split("\\s+")).filter(FLAG.asMatchPredicate()).distinct().toList();
    }
  }

  private static String readNodeType() throws IOException {
    Path vendor = FIRMWARE.resolve("sys_vendor");
    boolean isOfEc2 = Files.isReadable(vendor) && Files.readString(vendor).startsWith("Amazon EC2");
    return isOfEc2 ? Files.readString(FIRMWARE.resolve("product_name")).strip() : "";
  }

  private static Optional<JsonNode> emr() throws IOException {
    return Files.isReadable(EMR)
        ? Optional.of(Json.MAPPER.readTree(Files.readString(EMR)))
        : Optional.empty();
  }

  private static String of(Optional<JsonNode> emr, String field) {
    return emr.map(data -> data.path(field).asText("")).orElse("");
  }

  private static List<NativeFile> mappedNatives() throws IOException {
    if (!Files.exists(MEMORY_MAP)) {
      return List.of();
    }
    List<NativeFile> found = new ArrayList<>();
    for (String line : Files.readAllLines(MEMORY_MAP, StandardCharsets.ISO_8859_1)) {
      Matcher library = MAPPED_LIBRARY.matcher(line);
      if (library.matches()) {
        found.add(new NativeFile(library.group(2), Long.parseLong(library.group(1))));
      }
    }
    return found.stream().distinct().toList();
  }
}
