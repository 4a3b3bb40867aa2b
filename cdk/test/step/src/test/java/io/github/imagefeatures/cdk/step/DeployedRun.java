package io.github.imagefeatures.cdk.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a deployed run's template says of its cluster, every reference resolved; made by {@code
 * resolve.py}.
 *
 * @param arguments of the step, from {@code spark-submit} on
 * @param configurations EMR's classifications to their properties
 * @param bootstrapActions in their order
 * @param runFolder where the run's results are, {@code s3://...}
 */
record DeployedRun(
    List<String> arguments,
    Map<String, Map<String, String>> configurations,
    List<BootstrapAction> bootstrapActions,
    String runFolder) {

  /**
   * @param script its address, {@code s3://...}
   */
  record BootstrapAction(String name, String script, List<String> arguments) {}

  static DeployedRun read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), DeployedRun.class);
  }

  /** The value of one of the job's options. */
  String option(String name) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(each -> each.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  /** The job's JAR, {@code s3://...}. */
  String jar() {
    return arguments.stream().filter(each -> each.endsWith(".jar")).findFirst().orElseThrow();
  }
}
