package io.github.imagefeatures.bench;

import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.tensorflow.Processor;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.hadoop.util.VersionInfo;

/** The machine that figures come from. */
final class Machine {
  private static final List<String> YARDSTICKS =
      List.of("pyspark", "tensorflow_cpu", "tf_keras", "onnxruntime", "numpy", "pillow");

  /** Name of the fact that every table is headed by. */
  static final String INSTRUCTION_SET = "instruction set";

  private Machine() {}

  /**
   * Processor, memory and versions, by name.
   *
   * @param requirements what each of the yardsticks' venvs has
   */
  static Map<String, String> describe(List<Path> requirements) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    Processor here = Processor.here();
    facts.put("processor", here.model());
    facts.put(
        INSTRUCTION_SET, here.instructionSet() + (here.onednn() ? ", oneDNN" : ", without oneDNN"));
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memoryGibibytes() + " GiB");
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("versions", String.join(", ", versions()));
    List<String> venvs = new ArrayList<>();
    for (Path each : requirements) {
      venvs.add(String.join(", ", yardsticks(each)));
    }
    facts.put("yardsticks", String.join("; ", venvs));
    return facts;
  }

  private static List<String> versions() {
    return List.of(
        "image-features " + Versions.own(),
        "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "Hadoop " + VersionInfo.getVersion(),
        "TensorFlow " + TensorFlowRuntime.version());
  }

  private static long memoryGibibytes() {
    try {
      Object bytes =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME),
                  "TotalMemorySize");
      return Math.round((Long) bytes / (double) (1L << 30));
    } catch (JMException e) {
      throw new IllegalStateException("every JDK 17 knows its machine's memory", e);
    }
  }

  private static List<String> yardsticks(Path requirements) throws IOException {
    try (Stream<String> lines = Files.lines(requirements)) {
      return lines
          .filter(line -> YARDSTICKS.contains(line.replaceFirst("==.*", "")))
          .map(line -> line.replace("==", " "))
          .toList();
    }
  }
}
